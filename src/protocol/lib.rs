//! What page and worker say to each other: plain types, and how they travel.
//!
//! The page shows and asks; the worker holds the session and answers. Nothing here computes:
//! numbers come ready to be shown, so that the page needs no rule of coverage. A message is one
//! value in [`postcard`]'s bytes; the bytes of a dropped file travel beside it, handed over
//! without a copy.

// `Debug` is for messages of panics, and these are taken out of the built page.
#![cfg_attr(not(test), deny(clippy::use_debug))]

mod answer;
mod card;
mod choices;
mod doubt;
mod export;
mod invisible;
mod listing;
mod paths;
mod question;
mod reader;
mod request;
mod rows;
mod settings;
mod source;
mod trial;
mod wire;

pub use answer::{Answer, Gain, Job, Numbers, Overview, Problem, Progress, RanRow, Stage};
pub use card::{Card, CardData, CardKind};
pub use choices::{Choices, JobsBy};
pub use doubt::{Doubt, DoubtGroup, DoubtKind, DoubtRow, StrayLines};
pub use export::{Export, Format};
pub use invisible::{escape_invisible, is_invisible};
pub use listing::{Cell, Column, Listing, Matrix, MatrixRow, Query, Row, Shape, Tile};
pub use paths::{DoubtfulPath, PathRule, PathRuleRow, PathsView};
pub use question::{Found, FoundRow, Question, Smallest};
pub use request::{Closed, Offered, Request, SKIPPED_FOLDERS, USEFUL_NAMES, is_skipped_folder};
pub use rows::Rows;
pub use settings::{IgnoredSetting, Setting, SettingsView};
pub use source::{BranchView, FileView, LineView, Mark, Note, Status, Token, TokenKind};
pub use trial::{Threshold, Trial, Tried};
pub use wire::{BadMessage, decode, encode};
