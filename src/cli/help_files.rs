//! Writes completions for shells, and manual pages.

use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Args;
use crate::console::print;
use crate::error::Error;
use crate::output;

/// Prints the completions for `shell`.
pub(crate) fn completions(shell: Shell) -> Result<(), Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "covdrop", &mut script);
    Ok(print(&script)?)
}

/// Writes a manual page for the program and one for each command into `folder`.
pub(crate) fn manual(folder: &Path) -> Result<(), Error> {
    let program = Args::command();
    let named =
        |command: &clap::Command| (format!("covdrop-{}", command.get_name()), command.clone());
    let commands: Vec<_> = program.get_subcommands().map(named).collect();
    for (name, command) in [("covdrop".to_owned(), program)].into_iter().chain(commands) {
        let mut page = Vec::new();
        let error = |error| Error::File { path: folder.to_owned(), error };
        Man::new(command).title(name.as_str()).render(&mut page).map_err(error)?;
        output::write(&folder.join(format!("{name}.1")), &mut page.as_slice())?;
    }
    Ok(())
}
