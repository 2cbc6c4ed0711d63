//! Parsers that are not ours run in a child process of the same program: bytes in, text out, bounded memory,
//! processor time and wall clock, no files, no network. What goes wrong there is an error here.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::converted::Converted;
use super::format::Format;
use super::{Limits, Tracked};

/// The hidden command of the program that serves as the child; see [`serve`].
pub const COMMAND: &str = "read-foreign";

/// How often the child is looked after.
const TICK: Duration = Duration::from_millis(2);

/// Converts in a child process: `program` is this very program.
///
/// # Errors
/// What the parser said, or the limit that was reached.
pub(super) fn convert(
    program: &Path,
    bytes: &[u8],
    format: Format,
    tracked: &Tracked,
    limits: &Limits,
) -> Result<Converted, String> {
    let order = serde_json::to_string(&(format, tracked, limits)).map_err(|fault| fault.to_string())?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .arg(order)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|fault| format!("the reader could not be started: {fault}"))?;
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("the reader has no pipes".into());
    };
    let deadline = Instant::now() + Duration::from_secs(limits.seconds);
    std::thread::scope(|scope| {
        // A child that has died closes its end: the write fails, and its exit tells the rest.
        scope.spawn(move || input.write_all(bytes));
        let answer = scope.spawn(move || {
            let mut answer = Vec::new();
            output.read_to_end(&mut answer).map(|_| answer)
        });
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Some(status),
                // All of the answer is read before the child can end, if it is long.
                Ok(None) if Instant::now() < deadline => std::thread::sleep(TICK),
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    break None;
                }
            }
        };
        let Some(status) = status else {
            return Err(format!("reading it took longer than {} s (limit: --limit-seconds)", limits.seconds));
        };
        let answer = answer.join().ok().and_then(Result::ok).unwrap_or_default();
        match postcard::from_bytes::<Result<Converted, String>>(&answer) {
            Ok(result) => result,
            Err(_) => Err(format!(
                "the reader was stopped ({status}): the file needs more than {} MB of memory or {} s (limits: --limit-memory, --limit-seconds), or it broke the reader",
                limits.memory / (1024 * 1024),
                limits.seconds
            )),
        }
    })
}

/// The child's side: takes its limits, reads standard input, writes the result to standard output.
///
/// # Errors
/// The order is none of ours, or a pipe broke.
pub fn serve(order: &str) -> Result<(), String> {
    let (format, tracked, limits): (Format, Tracked, Limits) =
        serde_json::from_str(order).map_err(|fault| fault.to_string())?;
    confine(&limits, format);
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(limits.size + 1).read_to_end(&mut bytes);
    read.map_err(|fault| fault.to_string())?;
    let result = super::convert(format, &bytes, &tracked, &limits);
    let answer = postcard::to_allocvec(&result).map_err(|fault| fault.to_string())?;
    std::io::stdout().lock().write_all(&answer).map_err(|fault| fault.to_string())
}

/// Where the system has no such limits, the wall clock and the bounds of the readers remain.
fn confine(limits: &Limits, format: Format) {
    #[cfg(not(unix))]
    let _ = (limits, format);
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let _ = Resource::AS.set(limits.memory, limits.memory);
        let _ = Resource::CPU.set(limits.seconds, limits.seconds);
        let _ = Resource::FSIZE.set(0, 0);
        let _ = Resource::CORE.set(0, 0);
        // Standard streams are open; nothing else may be opened, but by the program that reads PDF.
        if format != Format::Pdf {
            let _ = Resource::NOFILE.set(3, 3);
        }
    }
}
