//! `lacuna watch`: on every save, what the change does to the findings.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use lacuna::assessment::{self, Assessment};
use lacuna::checklist::{Consequence, Rules};
use lacuna::comparison;
use lacuna::error::Error;
use lacuna::report::{self, Input, Looks};
use lacuna::structure::{Act, outline};
use notify::{EventKind, RecursiveMode, Watcher};

use super::laws;
use super::looks::LooksArgs;
use super::setting::Setting;
use super::{Failure, Outcome, Result, output};

/// Watches a text and tells on every save what changed in the findings
///
/// The first answer says how many gaps there are; each later one names the obligations that rose or fell and the
/// provisions that did it. --html keeps a page beside it that reloads by itself, from the file, without a port.
/// Ends with Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Text to watch.
    file: String,
    /// Keep a page of the findings there; an open browser shows every save.
    #[arg(long, value_name = "PATH")]
    html: Option<PathBuf>,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    looks: LooksArgs,
    /// A line for the head of the page, such as a classification.
    #[arg(long, value_name = "TEXT")]
    classification: Option<String>,
    /// Leave the words of the law out of the page.
    #[arg(long)]
    without_text: bool,
    /// End after so many saves; for tests.
    #[arg(long, value_name = "N", hide = true)]
    saves: Option<usize>,
}

const EXAMPLES: &str = "\
Examples:
  lacuna watch bill.md
  lacuna watch bill.docx --html bill.html";

/// A save is taken to be over when nothing happened for so long; a text that changes while it is read is read again.
const QUIET: Duration = Duration::from_millis(5);
/// A text that could not be read may be half saved: so long is waited before that is told.
const SECOND_LOOK: Duration = Duration::from_millis(60);
/// But no later than this after its first sign.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often a file that is gone for a moment is looked for.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A text as it was read last.
struct Read {
    act: Act,
    assessment: Assessment,
}

struct Desk {
    args: Args,
    rules: Rules,
    looks: Looks,
}

impl Args {
    pub(super) fn run(mut self) -> Result {
        if self.file == "-" {
            return Err(Error::request("standard input cannot be watched", "name a file").into());
        }
        let config = self.setting.settle(Some(&self.file))?;
        self.looks.fill(&config);
        self.classification = self.classification.take().or_else(|| config.text("classification"));
        self.without_text |= config.flag("without-text");
        if let Some(html) = &self.html {
            output::spare(html, std::slice::from_ref(&self.file))?;
        }
        let (mut rules, _) = self.setting.load(std::slice::from_ref(&self.file))?;
        let looks = self.looks.load(&mut rules)?;
        // Before the first look, lest a save between the two is missed.
        let (told, signs) = mpsc::channel();
        let path = PathBuf::from(&self.file);
        let name = path.file_name().map(ToOwned::to_owned).unwrap_or_default();
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let unwatched = |error: notify::Error| -> Failure {
            Error::request(format!("{} cannot be watched: {error}", folder.display()), "").into()
        };
        // The folder and not the file: editors save by putting another file in its place.
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let touches = |event: &notify::Event| {
                !matches!(event.kind, EventKind::Access(_))
                    && (event.paths.is_empty()
                        || event.paths.iter().any(|path| path.file_name() == Some(&name)))
            };
            // A fault of the watcher is a sign too: the file is read again, and tells.
            if event.as_ref().map_or(true, touches) {
                let _ = told.send(());
            }
        })
        .map_err(unwatched)?;
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(unwatched)?;
        Desk { args: self, rules, looks }.watch(&signs)
    }
}

impl Desk {
    fn watch(&self, signs: &Receiver<()>) -> Result {
        let mut last = self.read()?;
        if !say(&standing(&last.assessment))? {
            return Ok(Outcome::Done);
        }
        self.page(&last)?;
        let mut saves = 0;
        while self.args.saves.is_none_or(|most| saves < most) {
            if signs.recv().is_err() {
                return Err(Error::request("the folder is no longer watched", "start again").into());
            }
            settle(signs, QUIET);
            let now = match self.read_whole(signs) {
                Ok(now) => now,
                // Gone between two steps of a save, or saved half: the next sign, or a short wait, brings it back.
                Err(_) if !Path::new(&self.args.file).exists() => {
                    if !self.is_back(signs) {
                        continue;
                    }
                    match self.read() {
                        Ok(now) => now,
                        Err(failure) => {
                            failure.tell();
                            continue;
                        }
                    }
                }
                Err(failure) => {
                    failure.tell();
                    continue;
                }
            };
            if now.act.source.sha256 == last.act.source.sha256 {
                continue;
            }
            saves += 1;
            let change = comparison::compare((&last.act, &last.assessment), (&now.act, &now.assessment));
            let titles = [last.act.title.as_str(), now.act.title.as_str()];
            let told =
                self.looks.difference(&change, titles, &self.rules.checklists, report::Format::Terminal)?;
            if !say(&format!("{told}{}", standing(&now.assessment)))? {
                return Ok(Outcome::Done);
            }
            self.page(&now)?;
            last = now;
        }
        Ok(Outcome::Done)
    }

    fn read(&self) -> Result<Read> {
        let act = outline(laws::source(&self.args.file, &self.args.setting.about)?);
        let assessment = assessment::assess(std::slice::from_ref(&act), &self.rules, &Default::default())?;
        Ok(Read { act, assessment })
    }

    /// Reads the text, and again as long as it changes meanwhile: half of a save is no text.
    fn read_whole(&self, signs: &Receiver<()>) -> Result<Read> {
        let since = Instant::now();
        loop {
            let read = self.read();
            let touched = signs.try_iter().count() > 0;
            let is_whole = match &read {
                Ok(read) if touched => {
                    let now = laws::source(&self.args.file, &self.args.setting.about);
                    now.is_ok_and(|now| now.sha256 == read.act.source.sha256)
                }
                Ok(_) => true,
                Err(_) => false,
            };
            if is_whole || since.elapsed() >= PATIENCE {
                return read;
            }
            settle(signs, if read.is_ok() { QUIET } else { SECOND_LOOK });
        }
    }

    /// Waits a moment for a file that is gone.
    fn is_back(&self, signs: &Receiver<()>) -> bool {
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(2) {
            let _ = signs.recv_timeout(LOOK_AGAIN);
            if Path::new(&self.args.file).exists() {
                settle(signs, QUIET);
                return true;
            }
        }
        let _ = say(&format!("{} is gone; waiting for it\n", self.args.file));
        false
    }

    /// Writes the page, which loads itself anew.
    fn page(&self, read: &Read) -> Result<()> {
        let Some(path) = &self.args.html else { return Ok(()) };
        let acts = std::slice::from_ref(&read.act);
        let language = self.looks.language();
        let who = assessment::who(acts, &self.rules, &Default::default(), language)?;
        let input = Input {
            who: Some(&who),
            reloads: true,
            with_text: !self.args.without_text,
            classification: self.args.classification.as_deref().unwrap_or_default(),
            ..Input::new(&read.assessment, &self.rules.checklists, acts)
        };
        Ok(output::write(&self.looks.render(&input, report::Format::Html)?, Some(path))?)
    }
}

/// Waits until nothing has happened for so long.
fn settle(signs: &Receiver<()>, quiet: Duration) {
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        if let Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) = signs.recv_timeout(quiet) {
            return;
        }
    }
}

/// How many findings have each consequence, in a line.
fn standing(assessment: &Assessment) -> String {
    let count =
        |sought: Consequence| assessment.findings.iter().filter(|it| it.consequence == sought).count();
    format!(
        "{} gaps, {} to verify, {} addressed\n",
        count(Consequence::Gap),
        count(Consequence::ToVerify),
        count(Consequence::None) + count(Consequence::Exceeds)
    )
}

/// Writes at once; false when nobody reads any more.
fn say(text: &str) -> Result<bool> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(cause) => Err(Error::Write { path: PathBuf::from("<stdout>"), cause }.into()),
        Ok(()) => Ok(true),
    }
}
