// Prints what Chromium finds on pages, at three widths, light and dark, with script and without: node browse.cjs FILE...
const { readFileSync } = require("fs");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const flags = [
  "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync",
];

// What is cut off or stands over something else: names of drawings, texts of maps, whatever makes the page scroll.
function misplaced() {
  const found = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) found.push(`the page is ${wide} wide`);
  for (const one of document.querySelectorAll(".n, .v, .p, figcaption, h1, h2, h3, td.r")) {
    if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline") {
      found.push(`cut off: ${one.textContent}`);
    }
  }
  for (const one of document.querySelectorAll(".map g")) {
    const [field, text] = [...one.children].map((each) => each.getBoundingClientRect());
    if (text.left < field.left || text.right > field.right) found.push(`too long: ${one.textContent}`);
  }
  for (const axis of document.querySelectorAll(".axis svg")) {
    const texts = [...axis.children].map((each) => each.getBoundingClientRect());
    texts.slice(1).forEach((each, at) => each.left < texts[at].right && found.push(`over one another: ${at}`));
  }
  return found;
}

// Sorts by a column with the keyboard alone, and filters; gives the first column of text after each step.
async function used(page) {
  const table = page.locator("table[data-sort]").first();
  if (!(await table.count())) return {};
  const shown = () =>
    table.locator("tbody tr").evaluateAll((rows) =>
      rows.filter((row) => !row.hidden).map((row) => row.querySelector("th").textContent));
  const bars = () => page.locator("figure ol").first().locator("li[data-row]").evaluateAll((all) =>
    all.filter((one) => !one.hidden).map((one) => one.querySelector(".n").textContent));
  const steps = { start: await shown() };
  for (const [at, name] of [[1, "names"], [2, "figures"]]) {
    const button = table.locator("thead button").nth(at);
    const head = table.locator("thead th").nth(at);
    for (const turn of ["up", "down", "back"]) {
      await button.focus();
      await page.keyboard.press("Enter");
      steps[`${name} ${turn}`] = await shown();
      steps[`${name} ${turn}, aria-sort`] = await head.getAttribute("aria-sort");
    }
  }
  const field = page.locator(".filter input").first();
  if (await field.count()) {
    await field.fill("yen dinh");
    steps.filtered = await shown();
    steps["bars filtered"] = await bars();
    steps.counted = await page.locator(".filter output").first().textContent();
    await field.fill("");
  }
  return steps;
}

async function look(browser, file, options, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [], asked = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => asked.push(request.url()));
  const address = pathToFileURL(file).href;
  await page.goto(address);
  const found = { width, ...options, said, asked: asked.filter((one) => one !== address) };
  found.rows = await page.locator("tbody tr:visible").count();
  if (options.javaScriptEnabled !== false) {
    found.misplaced = await page.evaluate(misplaced);
    await page.evaluate(`${axe}; 0`);
    found.axe = await page.evaluate(async () => {
      const { violations } = await axe.run(document);
      return violations.map((one) => `${one.impact} ${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`);
    });
    if (width === 1280 && options.colorScheme === "light") found.used = await used(page);
  }
  await context.close();
  return found;
}

(async () => {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
  const pages = [];
  for (const file of process.argv.slice(2)) {
    const found = [await look(browser, file, { javaScriptEnabled: false }, 768)];
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [360, 768, 1280]) found.push(await look(browser, file, { colorScheme }, width));
    }
    pages.push(found);
  }
  await browser.close();
  process.stdout.write(JSON.stringify(pages));
})();
