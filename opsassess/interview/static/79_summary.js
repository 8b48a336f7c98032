// What the consultant adds when the interview is over: the words at the head of the documents, and the day for which all of it holds.

function summaryView(app) {
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 }, "Summary");
  const words = textControl({ label: "Summary", long: true, name: "summary" });
  const day = dayOf(app);
  const fields = [
    editor(app, () => ["summary"], words, { label: "the summary" }),
    editor(app, () => ["as_of"], day, { label: "the day" }),
  ];
  const aged = h("p", { class: "oa-muted" });
  const el = h(
    "article",
    { class: "oa-item oa-closing", "aria-label": "Summary" },
    heading,
    h(
      "p",
      { class: "oa-why" },
      "Two or three sentences in your own words. They stand at the head of the follow-up and of the report.",
    ),
    fields[0].el,
    aged,
    h("p", { class: "oa-part-title" }, "As of"),
    fields[1].el,
    h(
      "p",
      { class: "oa-muted" },
      "The day for which the answers hold. The first answer on a later day moves it to that day.",
    ),
  );
  const update = () => {
    fields.forEach((field) => field.update());
    const { summary, summary_day: written, as_of: now } = app.book.shown;
    const old = summary && written && written < now;
    aged.textContent = old ? `Written as of ${dayWords(written)}. Read it again, and change what is not so any more.` : "";
  };
  return { el, heading, update };
}

function dayOf(app) {
  const control = dateControl({ label: "As of", name: "as_of" });
  const mistake = () => {
    const day = control.read();
    if (!day) return "Write the day.";
    return (
      control.mistake() ?? (day > app.book.shown.today ? "This day is to come. Choose today or an earlier day." : null)
    );
  };
  return { ...control, mistake };
}
