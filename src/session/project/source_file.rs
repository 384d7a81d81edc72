//! A file of the source tree, on its way from bytes to what could run in it.

use std::sync::Arc;

use covdrop_analysis::{
    Analysis, AnalysisError, Foreign, Options, Source, analyze, analyze_python2,
};

/// A file of the tree. Its bytes are held in one form only: as they came until they are decoded,
/// as text from then on.
#[derive(Clone, Debug)]
pub(super) enum SourceFile {
    Raw(Arc<[u8]>),
    /// Decoded, and analysed if that could be.
    Text(Arc<Source>, Option<Result<Arc<Analysis>, String>>),
    /// Not to be decoded, and why.
    Unreadable(String),
}

impl SourceFile {
    /// The file, decoded and analysed as far as that can be done.
    pub(super) fn analysed(&self, options: &Options, chosen: bool, decoder: Foreign) -> SourceFile {
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

/// What could run in a source. One of Python 2 is analysed as well as can be; one of a newer Python
/// than the rules are for is analysed by those that know it, unless a person chose the rules.
fn analysis(source: &Source, options: &Options, chosen: bool) -> Result<Analysis, AnalysisError> {
    match analyze(source, options) {
        Err(AnalysisError::NewerSyntax { accepted_by: Some(rules), .. }) if !chosen => {
            analyze(source, &Options { rules, ..options.clone() })
        }
        Err(AnalysisError::Python2 { .. }) => analyze_python2(source, options),
        analysis => analysis,
    }
}
