// Starts the page's program, and gives it the function that starts its worker.
// The one-file page has a start of its own, `onefile.js`.
"use strict";
{
  const { worker } = document.currentScript.dataset;
  const program = document.querySelector("link[type='application/wasm']");
  globalThis.covdropWorker = () => new Worker(new URL(worker, document.baseURI));
  wasm_bindgen({ module_or_path: fetch(program.href, { integrity: program.dataset.integrity }) }).catch(
    (error) => covdropPanicked(String(error)),
  );
}
