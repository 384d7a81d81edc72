//! Decodes legacy encodings natively, where no browser can.

use encoding_rs::Encoding;

/// Implements [`crate::ForeignDecoder`].
pub fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    // A coding cookie cannot be written in UTF-16.
    let encoding = Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible())?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}
