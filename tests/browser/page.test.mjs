// Drives the report page in Chromium as a reader would: filter, jump to the words and back, print; and asks axe for
// faults. `bash tests/browser/run` builds the pages and calls this with their paths.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import test, { after, before } from "node:test";
import puppeteer from "puppeteer-core";

const folder = process.env.LACUNA_PAGES;
const chromium = process.env.CHROMIUM || "/usr/bin/chromium";
const axe = fs.readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const pages = fs.readdirSync(folder).filter((name) => name.endsWith(".html")).sort();
const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

let browser;
before(async () => {
  browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
});
after(() => browser.close());

async function open(name, { width = 1440, height = 1000, dark = false, script = true, hash = "" } = {}) {
  const page = await browser.newPage();
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => { faults.push("a dialog opened"); dialog.dismiss(); });
  page.on("request", (request) => request.url().startsWith("http") && faults.push("asks for " + request.url()));
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.goto(pathToFileURL(path.join(folder, name)).href + hash);
  return { page, faults };
}

/** Whether the element is on the screen, in its pane too. */
const isSeen = (page, id) => page.evaluate((id) => {
  const element = document.getElementById(id);
  const box = element?.getBoundingClientRect();
  return Boolean(box) && element.checkVisibility({ contentVisibilityAuto: true }) && box.bottom > 0 && box.top < innerHeight;
}, id);

test("the filter leaves what fits, and says how much", async () => {
  const { page, faults } = await open("act.html");
  const count = () => page.$$eval(".entry", (all) => all.filter((it) => it.checkVisibility()).length);
  const all = await count();
  await page.type("#find", "cONFIScation");
  const some = await count();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  const said = await page.$eval("#shown", (it) => it.textContent);
  assert.ok(said.startsWith(`${some} `), said);
  await page.$eval("#find", (it) => { it.value = ""; it.dispatchEvent(new Event("input")); });
  await page.select("#by-tone", "gaps");
  assert.equal(await count(), await page.$$eval("#gaps .entry", (all) => all.length));
  await page.type("#find", "no such words anywhere");
  assert.equal(await count(), 0);
  assert.deepEqual(faults, []);
  await page.close();
});

test("from an obligation to its words, from the words back", async () => {
  const { page, faults } = await open("act.html");
  const link = "#SOM-6\\.1a .quote figcaption a";
  await page.$eval("#SOM-6\\.1a > details", (it) => { it.open = true; });
  const words = (await page.$eval(link, (it) => it.getAttribute("href"))).slice(1);
  await page.click(link);
  await page.waitForFunction((id) => location.hash === "#" + id, {}, words);
  assert.equal(await isSeen(page, words), true, words);
  assert.equal(await page.$eval("#" + words, (it) => it.tagName), "MARK");
  const back = (await page.$eval(`#${words} a`, (it) => it.getAttribute("href"))).slice(1);
  await page.click(`#${words} a`);
  await page.waitForFunction((id) => location.hash === "#" + id, {}, back);
  assert.equal(await isSeen(page, back), true, back);
  await page.goBack();
  await page.waitForFunction((id) => location.hash === "#" + id, {}, words);
  assert.deepEqual(faults, []);
  await page.close();
});

test("a link opens what is folded or filtered away", async () => {
  const { page } = await open("act.html");
  await page.type("#find", "confiscation");
  await page.evaluate(() => { location.hash = "#SOM-5"; });
  await page.waitForFunction(() => document.activeElement.id === "SOM-5");
  assert.equal(await page.$eval("#SOM-5 > details", (it) => it.open), true);
  assert.equal(await isSeen(page, "SOM-5"), true);
  await page.close();
});

test("every link leads somewhere, and no name is given twice", async () => {
  for (const name of pages) {
    const { page } = await open(name);
    const bad = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
      const links = [...document.querySelectorAll("a[href^='#']")].map((it) => decodeURIComponent(it.hash.slice(1)));
      return { twice, lost: links.filter((id) => !document.getElementById(id)) };
    });
    assert.deepEqual(bad, { twice: [], lost: [] }, name);
    await page.close();
  }
});

test("without JavaScript the page folds, links and shows everything", async () => {
  const { page } = await open("act.html", { script: false });
  assert.equal(await page.$eval("#tools", (it) => it.checkVisibility()), false);
  await page.click("#SOM-6\\.1a summary");
  await page.click("#SOM-6\\.1a .quote figcaption a");
  const words = new URL(page.url()).hash.slice(1);
  assert.equal(await isSeen(page, words), true, words);
  await page.close();
});

test("it prints whole, with the folded parts", async () => {
  const { page } = await open("act.html");
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const text = Buffer.from(pdf).toString("latin1");
  const count = (text.match(/\/Type\s*\/Page[^s]/g) || []).length;
  assert.ok(text.startsWith("%PDF") && count > 3, `${count} pages`);
  await page.emulateMediaType("print");
  const hidden = await page.$$eval(".body, .law .l", (all) => all.filter((it) => it.getBoundingClientRect().height === 0).length);
  assert.equal(hidden, 0, "paragraphs that do not print");
  await page.close();
});

test("no law runs on the page, whatever its words", async () => {
  const { page, faults } = await open("hostile.html");
  assert.equal(await page.evaluate(() => window.stolen), undefined);
  assert.equal(await page.$$eval("script", (all) => all.length), 1);
  assert.ok(await page.evaluate(() => document.body.textContent.includes("<script>")));
  assert.deepEqual(faults, []);
  await page.close();
});

test("nothing is wider than a phone", async () => {
  for (const name of pages) {
    const { page } = await open(name, { width: 360, height: 740 });
    await page.click("#unfold");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, name);
    await page.close();
  }
});

test("axe finds no fault, light and dark, wide and narrow, folded and not", async () => {
  for (const name of pages) {
    for (const how of [{}, { dark: true }, { width: 390, height: 800 }]) {
      const { page } = await open(name, how);
      await page.click("#unfold");
      await page.evaluate(axe);
      const { violations } = await page.evaluate((rules) => axe.run(document, rules), RULES);
      const told = violations.map((it) => `${it.id}: ${it.nodes.slice(0, 3).map((node) => node.target + " " + node.failureSummary).join(" | ")}`);
      assert.deepEqual(told, [], `${name} ${JSON.stringify(how)}`);
      await page.close();
    }
  }
});
