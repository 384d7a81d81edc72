// Starts the page, and tells it how to start its worker.
// The one-file page has a start of its own, made where it is packed.
"use strict";
{
  const page = document.currentScript.dataset.wasm;
  // The worker's files keep their names from version to version: the page's own, which does not,
  // keeps a browser from pairing a new page with an old worker.
  const worker = "worker.js?" + encodeURIComponent(page);
  globalThis.covdropWorker = () => new Worker(new URL(worker, document.baseURI));
  wasm_bindgen({ module_or_path: page }).catch((error) => covdropPanicked(String(error)));
}
