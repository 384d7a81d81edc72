// Starts the one-file page: both programs and the worker's script lie in it as text.
"use strict";
{
  const text = (id) => document.getElementById(id).textContent;
  // By way of a Response, since WebKit cannot stream a Blob of a page opened as a file.
  const program = (id) => {
    const bytes = Uint8Array.from(atob(text(id)), (letter) => letter.charCodeAt(0));
    const stream = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  };
  const script = new Blob([text("worker-script")], { type: "text/javascript" });
  const worker = URL.createObjectURL(script);
  globalThis.covdropWorker = () => {
    const started = new Worker(worker);
    program("worker-wasm").then((wasm) => started.postMessage(wasm, [wasm]));
    return started;
  };
  program("page-wasm").then((wasm) => wasm_bindgen({ module_or_path: wasm }));
}
