import type { Page } from "playwright-core";

/** Texts of drawings that lie over each other or stand out of their drawing, as a reader sees it. */
export async function drawingFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const svg of document.querySelectorAll("svg[role=img]")) {
      const frame = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll("text")].map((text) => ({
        words: text.textContent ?? "",
        box: text.getBoundingClientRect(),
      }));
      texts.forEach(({ words, box }, i) => {
        if (box.left < frame.left - 1 || box.right > frame.right + 1)
          faults.push(`${svg.id}: “${words}” stands out`);
        if (box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
          faults.push(`${svg.id}: “${words}” is cut`);
        for (const other of texts.slice(i + 1)) {
          const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          // Lines of one note touch; letters do not.
          if (width > 1 && height > 3) faults.push(`${svg.id}: “${words}” over “${other.words}”`);
        }
      });
    }
    return faults;
  });
}

/** Texts in all drawings of the page. */
export async function drawnTexts(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll("svg[role=img] text").length);
}
