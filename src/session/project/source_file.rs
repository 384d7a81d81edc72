//! A file of the source tree: undecoded, decoded or analysed.

use std::sync::Arc;

use covdrop_analysis::{
    Analysis, AnalysisError, ForeignDecoder, Options, Source, analyze, analyze_python2,
};

/// A file of the tree. Its bytes are stored in one form only: raw until they are decoded, as text
/// afterwards.
#[derive(Clone, Debug)]
pub(super) enum SourceFile {
    Raw(Arc<[u8]>),
    /// The decoded text, and its analysis or the error.
    Text(Arc<Source>, Option<Result<Arc<Analysis>, String>>),
    /// The reason why it cannot be decoded.
    Unreadable(String),
}

impl SourceFile {
    /// Decodes and analyses the file as far as possible.
    pub(super) fn analysed(
        &self,
        options: &Options,
        chosen: bool,
        decoder: ForeignDecoder,
    ) -> SourceFile {
        let source = match self {
            SourceFile::Raw(bytes) => match Source::decode_with(bytes, decoder) {
                Ok(source) => Arc::new(source),
                Err(error) => return SourceFile::Unreadable(error.to_string()),
            },
            SourceFile::Text(source, None) => Arc::clone(source),
            SourceFile::Text(_, Some(_)) | SourceFile::Unreadable(_) => return self.clone(),
        };
        let analysis = analysis(&source, options, chosen).map(Arc::new);
        SourceFile::Text(source, Some(analysis.map_err(|error| error.to_string())))
    }
}

/// Analyses a source. Python 2 is analysed approximately. If a source needs a newer Python version
/// than the options have, that version is used, unless the user chose the version.
fn analysis(source: &Source, options: &Options, chosen: bool) -> Result<Analysis, AnalysisError> {
    match analyze(source, options) {
        Err(AnalysisError::NewerSyntax { accepted_by: Some(target), .. }) if !chosen => {
            analyze(source, &Options { target, ..options.clone() })
        }
        Err(AnalysisError::Python2 { .. }) => analyze_python2(source, options),
        analysis => analysis,
    }
}
