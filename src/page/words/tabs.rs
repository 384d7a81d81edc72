//! The names of the views, as on their tabs.

pub(crate) const VIEWS: &str = "Views";

pub(crate) const FILES: &str = "Files";
pub(crate) const FOLDERS: &str = "Folders";
pub(crate) const FUNCTIONS: &str = "Functions";
pub(crate) const CLASSES: &str = "Classes";
pub(crate) const MAP: &str = "Map";
pub(crate) const MATRIX: &str = "Matrix";
pub(crate) const COMPARE: &str = "Compare";
pub(crate) const INPUTS: &str = "Inputs";
pub(crate) const SETTINGS: &str = "Settings";
