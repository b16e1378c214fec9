import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { embeddedJson, isEmbeddable } from "../../../../src/report/html/markup/embedded.ts";
import {
  EMPTY,
  escaped,
  markup,
  name,
  rawText,
} from "../../../../src/report/html/markup/markup.ts";

describe("markup", () => {
  it("escapes text, leaves markup, joins lists, drops what is not there", () => {
    const inner = markup`<b>${"a<b"}</b>`;
    expect(markup`<p class="${'"'}">${[inner, 1, undefined, false, EMPTY]}</p>`.text).toBe(
      '<p class="&quot;"><b>a&lt;b</b>1</p>',
    );
  });

  it("never lets text become a tag, an entity or the end of an attribute", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escaped(text)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });

  it("shows controls and what turns the direction of text as a sign of its own", () => {
    expect(escaped("a\u202eb\u0000c\n")).toBe("a�b�c�");
    expect(name("אב").text).toBe("<bdi>אב</bdi>");
  });

  it("would be seen not to escape: raw text stays as it is", () => {
    expect(markup`${rawText("<i>")}`.text).toBe("<i>");
  });
});

describe("data in a script element", () => {
  it("is the same data, and cannot end the element or begin a comment", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = embeddedJson(value);
        expect(text).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(embeddedJson("</script><!--")).toBe('"\\u003c/script>\\u003c!--"');
  });

  it("is a script only if nothing in it ends its element", () => {
    expect(isEmbeddable('const a = "<\\/script>";')).toBe(true);
    expect(isEmbeddable("// </SCRIPT >")).toBe(false);
    expect(isEmbeddable("<!-- x")).toBe(false);
  });
});
