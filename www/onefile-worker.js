// Starts the one-file page's worker: the page sends the program first, then requests.
"use strict";
onmessage = (event) => {
  onmessage = null;
  wasm_bindgen({ module_or_path: event.data }).catch((error) => {
    // The page receives errors, but no rejected promises.
    setTimeout(() => {
      throw error;
    });
  });
};
