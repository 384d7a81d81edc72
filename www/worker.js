// Starts the worker's program, which lies beside its script under the same name. `covdrop-bundle`
// puts this behind the script that wasm-bindgen made.
"use strict";
wasm_bindgen({ module_or_path: location.href.replace(/\.js$/, "_bg.wasm") }).catch((error) => {
  // The page hears of errors, but not of promises that fail.
  setTimeout(() => {
    throw error;
  });
});
