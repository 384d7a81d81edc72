// @ts-check
// Parts of a report in one HTML file: the one-file page as text, and gzip, which browsers have built in.
"use strict";
{
  /**
   * Pipes the bytes of `body` through `stream`. It uses a Response, since WebKit cannot stream a Blob
   * in a page opened as a file.
   * @param {BodyInit} body
   * @param {ReadableWritablePair<Uint8Array<ArrayBuffer>, BufferSource>} stream
   */
  const through = (body, stream) => {
    const bytes = /** @type {ReadableStream<any>} */ (new Response(body).body);
    return new Response(bytes.pipeThrough(stream)).arrayBuffer();
  };

  /** Returns the original text of this page, which is the one-file page, without the report in it. */
  const ownText = () => {
    const root = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
    for (const element of root.querySelectorAll("script[id^='covdrop-']")) element.remove();
    for (const element of root.querySelectorAll("#app, #panic pre")) element.textContent = "";
    const kept = ["lang", "data-build"];
    for (const { name } of [...root.attributes]) if (!kept.includes(name)) root.removeAttribute(name);
    const body = /** @type {HTMLElement} */ (root.querySelector("body"));
    for (const { name } of [...body.attributes]) body.removeAttribute(name);
    body.dataset.state = "empty";
    const title = root.querySelector("title");
    if (title) title.textContent = "Covdrop";
    return `<!doctype html>\n${root.outerHTML}\n`;
  };

  /** Fetches the one-file page beside this one, if both are of the same build. */
  const neighbour = async () => {
    const response = await fetch("covdrop.html");
    if (!response.ok) throw new Error(`The server says ${response.status} for covdrop.html.`);
    const text = await response.text();
    if (!text.includes(`data-build="${document.documentElement.dataset.build}"`)) {
      throw new Error("The covdrop.html beside this page is of another version.");
    }
    return text;
  };

  Object.assign(globalThis, {
    covdropReportFile: {
      /** @param {Blob} blob */
      gzip: (blob) => through(blob, new CompressionStream("gzip")),
      /** @param {Uint8Array<ArrayBuffer>} bytes */
      gunzip: (bytes) => through(bytes, new DecompressionStream("gzip")),
      page: async () => (document.getElementById("page-wasm") ? ownText() : neighbour()),
    },
  });
}
