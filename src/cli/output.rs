//! Where a result goes: standard output, or a file that is written whole or not at all.

use std::fs::{self, Permissions};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use lacuna::error::{Error, Result};

/// Where the user wants the result.
#[derive(Debug, clap::Args)]
pub(super) struct To {
    /// Write to this file instead of standard output. It is written whole or not at all.
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl To {
    /// Writes the result there.
    pub(super) fn write(&self, text: &str) -> Result<()> {
        write(text, self.output.as_deref())
    }

    /// Writes a file of a word processor or typesetter there.
    pub(super) fn deliver(&self, file: &[u8]) -> Result<()> {
        write_bytes(file, self.output.as_deref())
    }

    /// Refuses to write the result over a text that is read: a law is never lost to its own report.
    pub(super) fn spare(&self, inputs: &[String]) -> Result<()> {
        self.output.as_deref().map_or(Ok(()), |output| spare(output, inputs))
    }
}

/// Refuses a place for a result where a text stands that is read.
pub(super) fn spare(output: &Path, inputs: &[String]) -> Result<()> {
    let Ok(output) = fs::canonicalize(output) else { return Ok(()) };
    match inputs.iter().find(|input| fs::canonicalize(input).is_ok_and(|input| input == output)) {
        Some(input) => Err(Error::request(
            format!("the result would overwrite {input}, which is read"),
            "choose another name for the result",
        )),
        None => Ok(()),
    }
}

/// Writes the result to the file, or to standard output without one. Colour codes are kept on a
/// terminal only. A reader that closes the pipe has read enough: that is success.
pub(super) fn write(text: &str, to: Option<&Path>) -> Result<()> {
    match to {
        Some(path) => {
            let plain = anstream::adapter::strip_str(text).to_string();
            replace(path, plain.as_bytes()).map_err(|cause| Error::Write { path: path.to_owned(), cause })
        }
        None => {
            let mut out = anstream::stdout().lock();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
                    Err(Error::Write { path: PathBuf::from("<stdout>"), cause })
                }
                _ => Ok(()),
            }
        }
    }
}

/// Writes a file of bytes. Standard output takes them where no person reads it.
pub(super) fn write_bytes(bytes: &[u8], to: Option<&Path>) -> Result<()> {
    match to {
        Some(path) => replace(path, bytes).map_err(|cause| Error::Write { path: path.to_owned(), cause }),
        None if io::stdout().is_terminal() => Err(Error::request(
            "this format is not for a terminal",
            "give the file to write with --output, or pipe the result into another program",
        )),
        None => to_stdout(bytes),
    }
}

/// Tells what a person should know beside a result that was written.
#[cfg(feature = "pdf")]
pub(super) fn warn(notices: &[String]) {
    let mut err = anstream::stderr().lock();
    notices.iter().for_each(|notice| drop(writeln!(err, "notice: {notice}")));
}

/// Writes bytes as they are, without a look at colour codes: data that programs read.
pub(super) fn write_verbatim(text: &str) -> Result<()> {
    to_stdout(text.as_bytes())
}

fn to_stdout(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::Write { path: PathBuf::from("<stdout>"), cause })
        }
        _ => Ok(()),
    }
}

/// One line without control characters: no title or path steers a terminal.
pub(super) fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Writes a temporary file in the same folder and renames it. What stood there keeps its permissions;
/// a link keeps pointing at the file; a device or pipe is written to as it is.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let standing = fs::metadata(&path).ok();
    if standing.as_ref().is_some_and(|it| it.is_dir()) {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    if standing.as_ref().is_some_and(|it| !it.is_file()) {
        return fs::write(&path, bytes);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    if let Some(standing) = standing {
        if standing.permissions().readonly() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
        }
        file.as_file().set_permissions(standing.permissions())?;
    }
    file.persist(&path).map(drop).map_err(|error| error.error)
}

/// A temporary file with the permissions of any new file of the user, not the private ones of `/tmp`.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = builder.permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    builder.prefix(".lacuna-").tempfile_in(folder)
}
