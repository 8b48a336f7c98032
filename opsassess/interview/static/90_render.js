// A placeholder until the page is here.
export default { render() {} };
