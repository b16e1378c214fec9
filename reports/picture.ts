import { pathToFileURL } from "node:url";
import { startBrowser } from "../test/browser/browser.ts";

/** What a window shows first of that page, on white and in the dark: `NAME-light.png`, `NAME-dark.png`. */
export async function takePictures(folder: string, name: string): Promise<void> {
  const found = await startBrowser();
  if (found === undefined) return;
  for (const colorScheme of ["light", "dark"] as const) {
    const viewport = { width: 1400, height: 900 };
    const context = await found.browser.newContext({ viewport, colorScheme });
    const page = await context.newPage();
    await page.goto(pathToFileURL(`${folder}/${name}.html`).href);
    await page.waitForSelector(".move");
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
    await context.close();
  }
  await found.browser.close();
}
