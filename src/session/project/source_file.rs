//! A file of the source tree: undecoded, decoded or analysed.

use std::sync::Arc;

use covdrop_analysis::{
    Analysis, AnalysisError, Finished, ForeignDecoder, Options, Source, analyze, analyze_python2,
};

/// An analysis, or the reason why there is none.
type Outcome = Result<Arc<Analysis>, String>;

/// A file of the tree. Its bytes are stored in one form only: raw until they are decoded, as text
/// afterwards.
#[derive(Clone, Debug)]
pub(super) enum SourceFile {
    Raw(Arc<[u8]>),
    /// The decoded text, and its analysis or the error.
    Text(Arc<Source>, Option<Outcome>),
    /// A file that was imported with its analysis, and the digest of the analysis's options.
    /// Without its text, it cannot be analysed by other options.
    Finished(Arc<Source>, Outcome, u64),
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
            SourceFile::Raw(bytes) => match Finished::read(bytes) {
                Some(Ok(Finished { source, outcome, followed })) => {
                    return SourceFile::Finished(source.into(), outcome.map(Arc::new), followed);
                }
                Some(Err(error)) => return SourceFile::Unreadable(error.to_string()),
                None => match Source::decode_with(bytes, decoder) {
                    Ok(source) => Arc::new(source),
                    Err(error) => return SourceFile::Unreadable(error.to_string()),
                },
            },
            SourceFile::Text(source, None) => Arc::clone(source),
            SourceFile::Text(_, Some(_)) | SourceFile::Finished(..) | SourceFile::Unreadable(_) => {
                return self.clone();
            }
        };
        let analysis = analysis(&source, options, chosen).map(Arc::new);
        SourceFile::Text(source, Some(analysis.map_err(|error| error.to_string())))
    }

    /// Returns true if [`analysed`](SourceFile::analysed) makes another file of it.
    pub(super) fn is_unanalysed(&self) -> bool {
        matches!(self, SourceFile::Raw(_) | SourceFile::Text(_, None))
    }

    /// Forgets an analysis that can be made again and that does not follow the options of `digest`.
    pub(super) fn forget_analysis(&mut self, digest: Option<u64>) {
        match self {
            SourceFile::Text(_, outcome) => *outcome = None,
            SourceFile::Finished(..) => self.forget_finished(digest),
            SourceFile::Raw(_) | SourceFile::Unreadable(_) => {}
        }
    }

    /// Does the same, for a file that was imported with its analysis.
    pub(super) fn forget_finished(&mut self, digest: Option<u64>) {
        if let SourceFile::Finished(source, _, followed) = self
            && source.has_text()
            && Some(*followed) != digest
        {
            *self = SourceFile::Text(Arc::clone(source), None);
        }
    }

    /// Returns the lines, if the file was decoded.
    pub(super) fn source(&self) -> Option<&Arc<Source>> {
        match self {
            SourceFile::Text(source, _) | SourceFile::Finished(source, ..) => Some(source),
            SourceFile::Raw(_) | SourceFile::Unreadable(_) => None,
        }
    }

    /// Returns the lines, decoding them if that was not done yet. The file stays as it is.
    pub(super) fn decoded(&self, decoder: ForeignDecoder) -> Option<Arc<Source>> {
        match self {
            SourceFile::Raw(bytes) => match Finished::read(bytes) {
                Some(finished) => finished.ok().map(|finished| finished.source.into()),
                None => Source::decode_with(bytes, decoder).ok().map(Arc::new),
            },
            _ => self.source().cloned(),
        }
    }

    /// Returns the analysis, or the reason why it failed; `None` before the analysis.
    pub(super) fn outcome(&self) -> Option<Result<&Arc<Analysis>, &str>> {
        match self {
            SourceFile::Text(_, Some(outcome)) | SourceFile::Finished(_, outcome, _) => {
                Some(outcome.as_ref().map_err(String::as_str))
            }
            SourceFile::Unreadable(why) => Some(Err(why)),
            SourceFile::Raw(_) | SourceFile::Text(_, None) => None,
        }
    }

    /// Returns the digest of the options of its analysis, if it was imported with one.
    pub(super) fn followed(&self) -> Option<u64> {
        match self {
            SourceFile::Finished(.., followed) => Some(*followed),
            _ => None,
        }
    }

    /// Returns the same, if it has no text and so cannot be analysed again.
    pub(super) fn followed_for_good(&self) -> Option<u64> {
        match self {
            SourceFile::Finished(source, Ok(_), followed) if !source.has_text() => Some(*followed),
            _ => None,
        }
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
