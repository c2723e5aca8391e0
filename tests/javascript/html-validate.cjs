// Prints what html-validate finds wrong with pages: node html-validate.cjs FILE...
const { HtmlValidate } = require("html-validate");

const checker = new HtmlValidate({ root: true, extends: ["html-validate:standard", "html-validate:a11y"] });

(async () => {
  const found = [];
  for (const file of process.argv.slice(2)) {
    const { results } = await checker.validateFile(file);
    found.push(results.flatMap((one) => one.messages.map(({ ruleId, line, message }) => `${line} ${ruleId}: ${message}`)));
  }
  process.stdout.write(JSON.stringify(found));
})();
