//! The actions and the effects of the page's state.

use std::rc::Rc;

use covdrop_protocol::{
    Answer, Column, Command, Export, Format, ImportId, ListQuery, ListedFile, PathRule, Progress,
    ProjectInfo, Query, Status, UnreadablePath,
};

use super::saved_session::SavedSession;
use crate::dropped_files::DroppedFile;
use crate::route::Route;
use crate::shared::Shared;
use crate::trial::Field;
use crate::virtual_list::ListPosition;

/// An event, or a request of the person, that changes the state.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    /// The person requested a change of the session.
    SendCommand(Command),
    /// The worker answered.
    AnswerReceived(Box<Answer>),
    /// The worker stopped and a new one has started, which knows nothing.
    WorkerRestarted,
    /// The page has found a site manifest and sent it to the worker.
    ManifestFound,
    /// The worker has read the project from the site manifest.
    ProjectReceived(Shared<ProjectInfo>),
    /// The page has fetched files of the site manifest.
    FilesFetched(Progress),
    /// The person picked files.
    FilesPicked(Vec<DroppedFile>),
    /// The current work has lasted long enough to be announced.
    WorkLasted,
    /// The address changed.
    RouteChanged(Route),
    /// The person went to another route; `push` adds it to the browser's history.
    Navigate { to: Route, push: bool },
    /// A filter of the list changed.
    FilterChanged(Filter),
    /// Sort the list by a column, or in reverse if it is sorted by it already.
    SortBy(Column),
    /// The person showed or hid an optional column of lists.
    ColumnToggled(Column),
    /// The pattern for contexts changed.
    ContextsChanged(String),
    /// A field of the trial settings changed.
    TrialChanged(Field, String),
    /// The person saved a path mapping, in place of `old` if there is one.
    PathRuleSaved { old: Option<PathRule>, new: PathRule },
    /// The person opened or closed a folder of the tree.
    FolderToggled(String),
    /// The person opened or closed all folders of the tree.
    AllFoldersOpened(bool),
    /// The person switched the colour of a status on or off.
    StatusToggled(Status),
    /// The text to find in the open file changed.
    FindChanged(String),
    /// The first and the last slot of the open file's lines in the window, measured before an action
    /// that depends on it.
    VisibleSlotsMeasured(Option<(u32, u32)>),
    /// Jump to the next or the previous target in the open file.
    JumpToMatch { forward: bool },
    /// Jump to the first target in the open file.
    JumpToFirstMatch,
    /// Scroll to the top of the open file.
    ScrollToTop,
    /// Scroll to this fraction of the open file, 0 to 1.
    ScrollToFraction(f64),
    /// The person chose a line, to see its details.
    OpenLine(u32),
    /// The person closed the details.
    CloseDetails,
    /// The keyboard moved on to this line; `extend` extends the selected lines to it.
    MoveToLine { line: u32, extend: bool },
    /// This line has the focus.
    LineFocused(u32),
    /// The search text for contexts in the details changed.
    ContextSearchChanged(String),
    /// The person wants to type the number of a line to go to.
    StartGoToLine,
    /// Extend the selected lines to this one.
    ExtendSelection(u32),
    /// Open the file after or before the open one.
    OpenAdjacentFile { forward: bool },
    /// The width and height that are available to the treemap changed.
    ViewportResized(u32, u32),
    /// The list, or the source of the open file, is scrolled to another position.
    ListScrolled(ListPosition),
    /// The browser has time to render more rows.
    RenderMoreRows,
    /// The browser begins or ends printing.
    PrintingChanged(bool),
    /// The person wants to save a report.
    ExportRequested(Format),
    /// The person wants to save the session as one HTML file.
    ReportRequested,
    /// The page has made that file.
    ReportMade(ReportFile),
    /// The person wants to copy this text.
    CopyRequested(String),
    /// The page has copied this text.
    Copied(String),
    /// The person wants to filter or search.
    FocusSearch,
    /// The person typed this letter after `/`, before the page had drawn the search field.
    SearchLetterQueued(char),
    /// The person wants to skip to the main part.
    SkipToMain,
    /// The person left the field that has the focus.
    BlurField,
    /// Open or close the sidebar with the jobs, on narrow screens.
    ToggleSidebar(bool),
    /// Open or close the help.
    ToggleHelp(bool),
    /// Save the session in this browser from now on, or delete it there.
    SaveSession(bool),
    /// The result of saving or deleting the session.
    SessionSaved(SavedSession),
    /// The person closed the message of a failure.
    DismissFault,
    /// Undo the last change that can be undone.
    Undo,
    /// The person closed the offer to undo.
    DismissUndo,
    /// The page cannot go on, for this reason.
    Failed(String),
    /// The worker stopped, with an error of this text.
    WorkerStopped { sentence: String, details: String },
    /// The page has carried out the effects up to this number.
    EffectsCarriedOut(u64),
}

impl Action {
    /// Returns the action that lists files of an import to the worker.
    pub(crate) fn list_files(
        import: ImportId,
        files: Vec<ListedFile>,
        unreadable: Vec<UnreadablePath>,
        more: bool,
    ) -> Action {
        Action::SendCommand(Command::ListFiles { import, files, unreadable, more })
    }
}

/// A change of a list's filters.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    Name(String),
    /// The text of the field. A text that is no percentage resets the filter.
    MinCover(String),
    MaxCover(String),
    HideCovered(bool),
    HideEmpty(bool),
}

impl Filter {
    /// Applies the change to `query`.
    pub(super) fn apply_to(self, query: ListQuery) -> ListQuery {
        let percent =
            |text: &str, default| text.parse().map_or(default, |percent: u8| percent.min(100));
        match self {
            Filter::Name(filter) => ListQuery { filter, ..query },
            Filter::MinCover(text) => ListQuery { least: percent(&text, 0), ..query },
            Filter::MaxCover(text) => ListQuery { greatest: percent(&text, 100), ..query },
            Filter::HideCovered(hide_covered) => ListQuery { hide_covered, ..query },
            Filter::HideEmpty(hide_empty) => ListQuery { hide_empty, ..query },
        }
    }
}

/// An element that an effect moves the focus to. Components register it by a `NodeRef`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FocusTarget {
    /// The field to filter the list or to search the open file.
    Search,
    /// The heading of the open file.
    FileHeading,
    /// The row of the file that was open last.
    LastOpenedRow,
    /// The main part of the page.
    Main,
    /// The button that opens and closes the sidebar.
    SidebarToggle,
    /// The button that opens the help.
    HelpButton,
    /// The button that closes the help.
    HelpClose,
}

/// A task outside of the state, which a hook carries out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// Send this command to the worker.
    Send(Command),
    /// Send this query to the worker. Its id is the number of this effect.
    Query(Query),
    /// Remember the session as it is, before a change that can be undone.
    RememberSession,
    /// Restore the remembered session.
    RestoreSession,
    /// Import picked files.
    ImportFiles(Vec<DroppedFile>),
    /// Scroll to this line of the open file, unless it is in the window.
    ScrollToLine(u32),
    /// Scroll to the top of the page; in a narrow window, to the top of its main part.
    ScrollToTop,
    /// Save the scroll position of the list, before the page shows a file in its place.
    SaveListScroll,
    /// Restore the scroll position of the list.
    RestoreListScroll,
    /// Write the route into the address, as a new entry of the history or in place of the present
    /// one.
    SetAddress { push: bool },
    /// Move the focus there.
    Focus(FocusTarget),
    /// Take the focus from the field that has it.
    BlurField,
    /// Store the coloured statuses.
    StoreColouredStatuses,
    /// Store the optional columns of lists.
    StoreColumns,
    /// Copy this to the clipboard.
    Copy(String),
    /// Let the person save this report.
    SaveExport(Export),
    /// Make one HTML file of the session.
    MakeReport,
    /// Save the session in this browser, or delete it there.
    SaveSession(bool),
}

/// A report in one HTML file, which the browser keeps in memory until the person saves it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReportFile {
    /// Its address, within this page.
    pub(crate) url: Rc<str>,
    /// Its size in bytes.
    pub(crate) size: u64,
}
