// Starts the one-file page, which contains both programs and the worker's script as text. The text
// stays in the page, so that a person can make a report in one file of it.
"use strict";
{
  const text = (id) => document.getElementById(id).textContent;
  const packed = (id) => Uint8Array.from(atob(text(id)), (letter) => letter.charCodeAt(0));
  const unpack = covdropReportFile.gunzip;
  const workerWasm = packed("worker-wasm");
  const script = new Blob([text("worker-script")], { type: "text/javascript" });
  const worker = URL.createObjectURL(script);
  globalThis.covdropWorker = () => {
    const started = new Worker(worker);
    unpack(workerWasm).then((wasm) => started.postMessage(wasm, [wasm]));
    return started;
  };
  unpack(packed("page-wasm"))
    .then((wasm) => wasm_bindgen({ module_or_path: wasm }))
    .catch((error) => covdropPanicked(String(error)));
}
