//! The laws of a dossier, read: those in force together as one State's law, pending and repealed texts apart,
//! translations beside their originals.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::decisions::RestsOn;
use super::dossier::{Dossier, Law, LawStatus, TranslationKind};
use crate::assessment::{self, Assessment, Evidence, Finding};
use crate::checklist::Rules;
use crate::comparison::{self, FindingChange};
use crate::error::{Error, Place, Result, RuleFault};
use crate::report::clean;
use crate::source::{Metadata, Reader, Source};
use crate::structure::{Act, Provision, ProvisionId, outline};

/// The texts of a dossier.
#[derive(Debug)]
pub struct Texts {
    /// The law in force, in the order of the dossier; what an assessment's acts index.
    pub in_force: Vec<Act>,
    /// The law of the dossier that each of these is.
    pub laws: Vec<usize>,
    /// All other texts by their law.
    others: BTreeMap<usize, Act>,
    /// Act in force → the text of the same law in the other language, and what kind of translation lies between.
    beside: BTreeMap<usize, Beside>,
}

/// The same law in another language.
#[derive(Clone, Copy, Debug)]
struct Beside {
    law: usize,
    kind: TranslationKind,
    /// The act that was read is the translation.
    read_is_translation: bool,
}

/// What changes when a pending text takes effect.
#[derive(Debug)]
pub struct Adopted {
    /// The pending law.
    pub law: usize,
    pub assessment: Assessment,
    /// The acts that `assessment` indexes, by law.
    pub laws: Vec<usize>,
    pub changes: Vec<FindingChange>,
}

/// A passage of a law, with the same in another language where there is one.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub law: usize,
    pub label: String,
    pub text: String,
    pub language: String,
    pub translation: Option<(String, String, TranslationKind)>,
}

/// Characters of a passage; a longer provision is cut round its evidence.
const LONGEST: usize = 700;

impl Texts {
    /// Reads every law.
    ///
    /// # Errors
    /// Every text that cannot be read, is law of another State, or is in a language without a lexicon and has no
    /// translation.
    pub fn read(dossier: &Dossier, rules: &Rules, reader: &Reader) -> Result<Texts, Vec<Error>> {
        let read: Vec<Result<Act>> =
            dossier.laws.par_iter().map(|law| read_law(dossier, law, reader)).collect();
        let (mut acts, mut errors) = (BTreeMap::new(), Vec::new());
        for (law, act) in read.into_iter().enumerate() {
            match act {
                Ok(act) => drop(acts.insert(law, act)),
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let speaks = |law: usize| {
            acts.get(&law).is_some_and(|act: &Act| rules.languages().any(|it| it == act.source.language))
        };
        let mut beside = BTreeMap::new();
        let mut read_together = Vec::new();
        for (at, law) in dossier.laws.iter().enumerate() {
            let original = law.translation.as_ref().and_then(|it| it.law);
            let translated = dossier
                .laws
                .iter()
                .position(|other| other.translation.as_ref().is_some_and(|it| it.law == Some(at)));
            // A translation is never read beside an original that can be read: it would be graded as a second law.
            let is_read = match (original, translated) {
                (Some(original), _) => !speaks(original),
                (None, Some(_)) => speaks(at),
                (None, None) => true,
            };
            if !is_read || law.status != LawStatus::InForce {
                continue;
            }
            if !speaks(at) {
                let act = &acts[&at];
                errors.push(Error::request(
                    format!("{} is in `{}`, for which there is no lexicon", law.file, act.source.language),
                    "add a translation to the dossier (`translation: {of: FILE, kind: …}`), or state `language`",
                ));
                continue;
            }
            let partner = original.map(|law| (law, true)).or(translated.map(|law| (law, false)));
            if let Some((other, read_is_translation)) = partner {
                let stated = if read_is_translation { law } else { &dossier.laws[other] };
                let kind = stated.translation.as_ref().map_or(TranslationKind::Unofficial, |it| it.kind);
                beside.insert(read_together.len(), Beside { law: other, kind, read_is_translation });
            }
            read_together.push(at);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let in_force = read_together.iter().filter_map(|law| acts.remove(law)).collect();
        Ok(Texts { in_force, laws: read_together, others: acts, beside })
    }

    /// The text of a law.
    pub fn act(&self, law: usize) -> Option<&Act> {
        let read = self.laws.iter().position(|&it| it == law);
        read.map(|at| &self.in_force[at]).or_else(|| self.others.get(&law))
    }

    /// Assesses the law in force as one State's law.
    ///
    /// # Errors
    /// Faults of the rules.
    pub fn assess(&self, dossier: &Dossier, rules: &Rules) -> Result<Assessment> {
        assess(&self.in_force, &self.laws, dossier, rules)
    }

    /// Assesses what would be law with each pending text, and compares.
    ///
    /// # Errors
    /// Faults of the rules.
    pub fn adopted(&self, now: &Assessment, dossier: &Dossier, rules: &Rules) -> Result<Vec<Adopted>> {
        let is_pending = |law: &Law| {
            matches!(law.status, LawStatus::Bill | LawStatus::NotCommenced) && law.translation.is_none()
        };
        let pending = dossier.laws.iter().enumerate().filter(|(_, law)| is_pending(law));
        let mut all = Vec::new();
        for (at, _) in pending {
            let Some(act) = self.others.get(&at) else { continue };
            if !rules.languages().any(|it| it == act.source.language) {
                continue;
            }
            let stays = |law: &&usize| !dossier.laws[at].repeals.contains(law);
            let mut laws: Vec<usize> = self.laws.iter().filter(stays).copied().collect();
            let mut acts: Vec<Act> = laws.iter().filter_map(|&law| self.act(law).cloned()).collect();
            acts.push(act.clone());
            laws.push(at);
            let assessment = assess(&acts, &laws, dossier, rules)?;
            let changes = comparison::findings(now, &assessment);
            all.push(Adopted { law: at, assessment, laws, changes });
        }
        Ok(all)
    }

    /// The provisions on which a finding rests, with digests of their words; in the order of its evidence.
    pub(super) fn rests_on(&self, finding: &Finding, dossier: &Dossier) -> Vec<RestsOn> {
        let mut all: Vec<RestsOn> = Vec::new();
        for (act, id) in places(finding, &self.in_force) {
            let law = dossier.laws[self.laws[act]].file.clone();
            let act = &self.in_force[act];
            let provision = act.get(id).label.clone();
            let entry = RestsOn { law, provision, words: digest(act, act.get(id)) };
            if !all.contains(&entry) {
                all.push(entry);
            }
        }
        all
    }

    /// Digests of the words of every provision in force.
    pub(super) fn digests(&self) -> BTreeSet<String> {
        let each = self.in_force.par_iter().flat_map_iter(|act| {
            act.provisions.iter().skip(1).filter(|it| !it.kind.is_division()).map(|it| digest(act, it))
        });
        each.collect::<Vec<_>>().into_iter().collect()
    }

    /// The passage round evidence: the largest provision up to its section or article that is short enough to read.
    pub(super) fn passage(&self, evidence: &Evidence) -> Option<Passage> {
        let act = self.in_force.get(evidence.act)?;
        let id = provision(act, &evidence.eid)?;
        let length = |id: ProvisionId| words(act, act.get(id)).chars().count();
        let mut chosen = id;
        for above in act.ancestors(id) {
            if act.get(above).kind.is_division() || length(above) > LONGEST {
                break;
            }
            chosen = above;
            if act.get(above).kind.is_main_unit() {
                break;
            }
        }
        let whole = laid_out(act, chosen);
        let text = if whole.chars().count() <= LONGEST { whole } else { cut(act, act.get(chosen), evidence) };
        let law = self.laws[evidence.act];
        let label = act.get(chosen).label.clone();
        let language = act.source.language.clone();
        let Some(beside) = self.beside.get(&evidence.act) else {
            return Some(Passage { law, label, text, language, translation: None });
        };
        let other = self.act(beside.law)?;
        let Some(twin) = twin(act, chosen, other) else {
            return Some(Passage { law, label, text, language, translation: None });
        };
        let twin_text = shorten(&laid_out(other, twin));
        let twin_language = other.source.language.clone();
        Some(match beside.read_is_translation {
            false => Passage {
                law,
                label,
                text,
                language,
                translation: Some((twin_text, twin_language, beside.kind)),
            },
            true => Passage {
                law: beside.law,
                label: other.get(twin).label.clone(),
                text: twin_text,
                language: twin_language,
                translation: Some((text, language, beside.kind)),
            },
        })
    }

    /// Whether what was read of an act is a translation.
    pub(super) fn is_translation(&self, act: usize, dossier: &Dossier) -> bool {
        dossier.laws[self.laws[act]].translation.is_some()
    }
}

fn read_law(dossier: &Dossier, law: &Law, reader: &Reader) -> Result<Act> {
    let path = dossier.folder.join(&law.file);
    let unreadable = |cause| Error::Read { path: path.display().to_string(), cause };
    let size = std::fs::metadata(&path).map_err(unreadable)?.len();
    if size > reader.limits.size {
        return Err(Error::Source {
            path: law.file.clone(),
            message: format!("the file has {size} bytes, more than is read"),
            help: "raise --limit-size".into(),
        });
    }
    let bytes = std::fs::read(&path).map_err(unreadable)?;
    let status = match law.status {
        // Without a day and its source the text's own commencement clause stands.
        LawStatus::InForce => law.in_force_since.as_ref().map(|_| "in-force".to_owned()),
        // What it would change is assessed as if it were law.
        LawStatus::Bill | LawStatus::NotCommenced => Some("in-force".to_owned()),
        LawStatus::Repealed => Some("repealed".to_owned()),
        LawStatus::Expired => Some("expired".to_owned()),
    };
    let about = Metadata {
        title: law.title.clone(),
        language: law.language.as_ref().map(|it| it.to_lowercase()),
        date: law.date.clone(),
        as_at: law.as_at.clone(),
        status,
        ..Metadata::default()
    };
    let source: Arc<Source> = Source::from_bytes(&law.file, bytes, &about, reader)?;
    if let Some(country) = source.meta.country.as_ref().filter(|it| **it != dossier.country) {
        return Err(Error::Dossier(vec![RuleFault {
            place: Place::file(law.file.clone()),
            message: format!("is law of {country}, the dossier is of {}", dossier.country),
            help: "one review reads one State's law".into(),
        }]));
    }
    Ok(outline(source))
}

fn assess(acts: &[Act], laws: &[usize], dossier: &Dossier, rules: &Rules) -> Result<Assessment> {
    let translated: Vec<usize> =
        (0..acts.len()).filter(|&act| dossier.laws[laws[act]].translation.is_some()).collect();
    let mut options = assessment::Options { facts: dossier.facts.clone(), ..Default::default() };
    if !translated.is_empty() {
        options.doubts.insert("assessed-on-translation".into(), translated);
    }
    assessment::assess(acts, rules, &options)
}

/// The provision with this eId.
pub(super) fn provision(act: &Act, eid: &str) -> Option<ProvisionId> {
    act.provisions.iter().position(|it| it.eid == eid).map(|at| ProvisionId(at as u32))
}

/// The provisions of a finding's evidence, each once.
fn places(finding: &Finding, acts: &[Act]) -> Vec<(usize, ProvisionId)> {
    let mut all = Vec::new();
    for evidence in &finding.evidence {
        let place =
            acts.get(evidence.act).and_then(|act| Some((evidence.act, provision(act, &evidence.eid)?)));
        if let Some(place) = place.filter(|place| !all.contains(place)) {
            all.push(place);
        }
    }
    all
}

/// The words of a provision with all below it.
fn words<'a>(act: &'a Act, provision: &Provision) -> &'a str {
    provision.span.of(&act.source.text)
}

/// The words of a provision, verbatim but for spaces: a line for its heading and for each provision in it, whatever lines
/// the printer broke.
fn laid_out(act: &Act, id: ProvisionId) -> String {
    let whole = act.get(id);
    let (start, end) = (whole.span.start as usize, whole.span.end as usize);
    let inside = (id.0 + 1..=whole.last.0).map(|it| act.get(ProvisionId(it)).span.start as usize);
    let heading = whole.heading.map(|heading| heading.end as usize);
    let mut cuts: Vec<usize> = inside.chain(heading).filter(|at| start < *at && *at < end).collect();
    cuts.extend([start, end]);
    cuts.sort_unstable();
    cuts.dedup();
    let text = act.source.text.as_str();
    let lines = cuts.windows(2).filter_map(|pair| text.get(pair[0]..pair[1])).map(clean);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Of its words without its number, so that a provision that is only renumbered stays the same.
fn digest(act: &Act, provision: &Provision) -> String {
    let text = words(act, provision);
    let start = provision.span.start;
    // The number stands before the heading or the first word.
    let after_marker = provision.marker.map_or(start, |marker| marker.end.max(start));
    let heading = provision
        .heading
        .filter(|heading| heading.start >= after_marker && heading.start < provision.span.end);
    let lead = (heading.map_or(after_marker, |heading| heading.start) - start) as usize;
    let text = text.get(lead..).unwrap_or(text);
    let hash = Sha256::digest(clean(text).as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The lines round the evidence, verbatim between the marks of what is left out.
fn cut(act: &Act, provision: &Provision, evidence: &Evidence) -> String {
    let text = act.source.text.as_str();
    let (first, last) = (provision.span.start as usize, provision.span.end as usize);
    let (start, end) = ((evidence.start as usize).max(first), (evidence.end as usize).min(last));
    if start >= end {
        return shorten(&clean(words(act, provision)));
    }
    let room = LONGEST.saturating_sub(end - start) / 2;
    let from = text.floor_char_boundary(start.saturating_sub(room).max(first));
    let to = text.ceil_char_boundary((end + room).min(last));
    let mut piece = &text[from..to];
    let (cut_before, cut_after) = (from > first, to < last);
    if cut_before && let Some(at) = piece.find(char::is_whitespace).filter(|at| from + at < start) {
        piece = &piece[at..];
    }
    if cut_after && let Some(at) = piece.rfind(char::is_whitespace).filter(|at| *at > 0) {
        piece = &piece[..at];
    }
    let mark = |is: bool| if is { "[…]" } else { "" };
    format!("{} {} {}", mark(cut_before), clean(piece), mark(cut_after)).trim().to_owned()
}

/// The beginning of a long text.
fn shorten(text: &str) -> String {
    let Some((at, _)) = text.char_indices().nth(LONGEST) else { return text.to_owned() };
    let head = text[..at].rsplit_once(' ').map_or(&text[..at], |(head, _)| head);
    format!("{head} […]")
}

/// The same provision in a text in another language: by the number of its section or article, then by the numbers below.
fn twin(act: &Act, id: ProvisionId, other: &Act) -> Option<ProvisionId> {
    let unit = act.ancestors(id).find(|&at| act.get(at).kind.is_main_unit())?;
    let number = &act.get(unit).unit;
    let is_unit = |it: &Provision| it.kind.is_main_unit() && !it.quoted && it.unit == *number;
    let mut found = ProvisionId(other.provisions.iter().position(is_unit)? as u32);
    let mut path: Vec<ProvisionId> = act.ancestors(id).take_while(|&at| at != unit).collect();
    path.reverse();
    for step in path {
        let wanted = act.get(step);
        let siblings = &act.get(wanted.parent?).children;
        let place = siblings.iter().position(|&it| it == step)?;
        let children = &other.get(found).children;
        let same_number =
            |&&child: &&ProvisionId| !wanted.num.is_empty() && other.get(child).num == wanted.num;
        let same_place = || children.get(place).filter(|_| children.len() == siblings.len());
        match children.iter().find(same_number).or_else(same_place) {
            Some(&child) => found = child,
            None => return None,
        }
    }
    Some(found)
}
