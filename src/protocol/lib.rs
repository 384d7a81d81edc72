//! The messages between page and worker: plain types, and their encoding.
//!
//! The page sends commands and queries; the worker has the session, and answers. This crate
//! computes nothing: the worker sends numbers ready to be shown, so that the page needs no rule of
//! coverage. A message is one value, encoded by [`postcard`]; the browser transfers the bytes of a
//! dropped file beside it, without a copy.

mod answer;
mod card;
mod choices;
mod doubt;
mod embedded_report;
mod export;
mod ids;
mod invisible;
mod listing;
mod numbers;
mod overview;
mod paths;
mod problem;
mod project_info;
mod question;
mod request;
mod rows;
mod settings;
mod source;
mod text_search;
mod trial;
mod wire;

pub use answer::{Answer, Progress, Reply, Stage};
pub use card::{Card, CardData, CardKind};
pub use choices::{Choices, JobsBy};
pub use doubt::{Doubt, DoubtGroup, DoubtKind, DoubtRow, StrayLines};
pub use embedded_report::{
    CHOICES_ID, GZIP_ATTRIBUTE, MANIFEST_ID, REPORT_PLACE, choices_element, file_element, file_id,
    manifest_element,
};
pub use export::{Export, Format};
pub use ids::{FileIndex, ImportId, InputId, JobId, QueryId};
pub use invisible::{display_name, display_text, escape_invisible, is_invisible};
pub use listing::{Cell, Column, ListQuery, Listing, Matrix, MatrixRow, Shape, Tile};
pub use numbers::Numbers;
pub use overview::{
    ContextsView, FilesWithoutNumbers, Gain, Job, Loaded, Overview, RanRow, Totals,
};
pub use paths::{DoubtfulPath, PathRule, PathRuleRow, PathsView};
pub use problem::Problem;
pub use project_info::ProjectInfo;
pub use question::{Found, FoundRow, MinimalJobs, Question};
pub use request::{
    Command, ExampleSource, ListedFile, Query, Request, SKIPPED_FOLDERS, USEFUL_NAMES,
    UnreadablePath, is_skipped_folder,
};
pub use rows::{Row, Rows};
pub use settings::{IgnoredSetting, Setting, SettingsView, TargetVersionReason, TargetVersionView};
pub use source::{
    BranchView, FileView, LineQuery, LineView, Mark, Note, RanBy, Status, Token, TokenKind,
};
pub use text_search::TextSearch;
pub use trial::{Threshold, Trial, Tried};
pub use wire::{BadMessage, decode, encode};
