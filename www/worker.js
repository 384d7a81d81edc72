// Starts the worker: the script that wasm-bindgen made, then the program.
"use strict";
importScripts("covdrop-worker.js" + location.search);
wasm_bindgen({ module_or_path: "covdrop-worker_bg.wasm" + location.search }).catch((error) => {
  // The page hears of errors, but not of promises that fail.
  setTimeout(() => {
    throw error;
  });
});
