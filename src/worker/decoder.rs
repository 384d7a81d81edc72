//! Decodes legacy encodings with the browser's decoder, so that the worker ships no tables for
//! them.

use web_sys::TextDecoder;

/// Implements [`covdrop_analysis::ForeignDecoder`].
pub(crate) fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let decoder = TextDecoder::new_with_label(label).ok()?;
    // A coding cookie cannot be written in UTF-16.
    if decoder.encoding().starts_with("utf-16") {
        return None;
    }
    decoder.decode_with_u8_array(bytes).ok()
}
