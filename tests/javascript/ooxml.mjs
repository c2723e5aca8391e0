// Prints the faults that the Open XML SDK finds in workbooks: node ooxml.mjs FILE...
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// import knows no NODE_PATH
const place = join(process.env.NODE_PATH, "@xarsh", "ooxml-validator", "dist", "src", "index.js");
const { validateFile } = await import(pathToFileURL(place));

const paths = process.argv.slice(2);
const found = paths.map(() => []);
let next = 0;

async function work() {
  for (let at = next++; at < paths.length; at = next++) {
    const { errors } = await validateFile(paths[at], { officeVersion: "Office2007" });
    found[at].push(...errors.map((one) => `${one.path} ${one.xPath}: ${one.description}`));
  }
}

await Promise.all([work(), work()]);
process.stdout.write(JSON.stringify(found));
