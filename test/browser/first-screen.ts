import type { Page } from "playwright-core";

/** What a room has to see without scrolling: verdict, margin, properties, what to change, settings. */
const PARTS = ["h1", ".properties", "[data-part=advice]", "[data-part=settings]"];

/** Which of them end below a window of 900 pixels, and where. */
export async function belowTheFold(
  page: Page,
  more: readonly string[],
): Promise<readonly string[]> {
  const below: string[] = [];
  for (const part of [...PARTS, ...more]) {
    const box = await page.locator(part).first().boundingBox();
    const bottom = box === null ? Number.POSITIVE_INFINITY : box.y + box.height;
    if (bottom > 900) below.push(`${part} ends at ${Math.round(bottom)}`);
  }
  return below;
}
