//! The command `combine`: combines all inputs into one data file.

use std::path::PathBuf;

use covdrop_analysis::decode_foreign;
use covdrop_data::WriteOptions;
use covdrop_session::Session;

use crate::args::Combine;
use crate::defaults::Purpose;
use crate::error::Error;
use crate::load::take_in;
use crate::output::{self, OutputSetting};

/// Combines all inputs into one data file.
pub(crate) fn combine(args: &Combine) -> Result<(), Error> {
    let mut session = Session::new(decode_foreign);
    let purpose = if args.append { Purpose::Append } else { Purpose::Combine };
    let inputs = take_in(&mut session, &args.common, purpose, |_| None)?;
    let options =
        WriteOptions { jobs_as_contexts: args.jobs_as_contexts, lines_only: args.common.mixed };
    let variable = std::env::var_os("COVERAGE_FILE").filter(|file| !file.is_empty());
    let common = &args.common;
    let asked = common
        .output
        .as_ref()
        .or(common.data_file.as_ref())
        .cloned()
        .or(variable.map(PathBuf::from));
    let value = &session.settings().run.data_file;
    let setting =
        OutputSetting { section: "run", option: "data_file", value, default: ".coverage" };
    let output = output::choose(asked, &session, setting)?;
    let data = session.write_data(options)?;
    match purpose {
        // With `--append`, the output is an input. Covdrop writes to no other input.
        Purpose::Append => Ok(output::write(&output, &mut data.as_slice())?),
        _ => Ok(output::write_unless_input(&output, &mut data.as_slice(), &inputs, &session)?),
    }
}
