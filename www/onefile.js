// Starts the one-file page: both programs and the worker's script lie in it as text, which is
// taken out at once to free its memory.
"use strict";
{
  const take = (id) => {
    const element = document.getElementById(id);
    element.remove();
    return element.textContent;
  };
  const packed = (id) => Uint8Array.from(atob(take(id)), (letter) => letter.charCodeAt(0));
  // By way of a Response, since WebKit cannot stream a Blob of a page opened as a file.
  const unpack = (bytes) => {
    const stream = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  };
  const workerWasm = packed("worker-wasm");
  const script = new Blob([take("worker-script")], { type: "text/javascript" });
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
