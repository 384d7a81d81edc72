// Starts the worker's program, which is beside its script and has the same name. `covdrop-bundle`
// appends this to the script of wasm-bindgen.
"use strict";
wasm_bindgen({ module_or_path: location.href.replace(/\.js$/, "_bg.wasm") }).catch((error) => {
  // The page receives errors, but no rejected promises.
  setTimeout(() => {
    throw error;
  });
});
