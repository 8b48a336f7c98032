// What the widget library calls for each view of the widget. What it returns ends the view.

function render({ model, el }) {
  const app = new App({ model, el });
  return () => app.end();
}

export default { render };
