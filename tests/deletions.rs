//! What a deletion does is told as exactly that: 200 clauses taken out of real laws, one at a time, and clauses of a
//! drafted act whose loss is known.
//!
//! A loss is *related* when the deleted clause touches what the finding rested on: its evidence (words, lead-in, or
//! the provision they stand in), a member of a set, a definition whose term stands in either, or a citation between
//! them and the clause. Any other loss is unrelated: the reading or the rules took the deletion for something else.
//! `deletions-ledger.json` names every unrelated loss that is known; LACUNA_UPDATE_LEDGER=1 writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use lacuna::assessment::{Assessment, Finding, assess};
use lacuna::checklist::{Rules, Status};
use lacuna::comparison::{FindingChange, compare};
use lacuna::source::{Metadata, Source};
use lacuna::structure::{Act, ProvisionId, outline};

/// Small laws that rule authors read, so that their text may be told.
const LAWS: [(&str, &str); 8] = [
    ("en", "jm-aliens-act"),
    ("en", "in-immigration-and-foreigners-act-2025"),
    ("en", "ie-criminal-justice-smuggling-of-persons-act-2021"),
    ("en", "my-atipsom-amendment-bill-2015"),
    ("fr", "cm-loi-97-012-etrangers"),
    ("ar", "ae-fdl-29-2021-foreigners"),
    ("zh", "cn-churujing-guanlifa"),
    ("pt", "br-lei-13445-2017-migracao"),
];
const OF_EACH: usize = 25;
const LEDGER: &str = "tests/deletions-ledger.json";

fn read(text: &str, language: &str) -> Act {
    let meta = Metadata { language: Some(language.into()), ..Metadata::default() };
    outline(Source::from_text("law.txt", text.to_owned(), &meta).expect("a text"))
}

fn assessed(act: &Act, rules: &Rules) -> Assessment {
    assess(std::slice::from_ref(act), rules, &Default::default()).expect("an assessment")
}

/// The same numbers every time, without a crate: a linear congruence is random enough to choose clauses.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// Clauses: main units, and numbered provisions below them, of the law itself.
fn clauses(act: &Act) -> Vec<ProvisionId> {
    let is_clause = |id: &ProvisionId| {
        let provision = act.get(*id);
        !provision.quoted && !provision.num.is_empty() && act.main_unit(*id).is_some()
    };
    act.ids().filter(is_clause).collect()
}

fn without(act: &Act, id: ProvisionId) -> String {
    let span = act.get(id).span;
    let text = &act.source.text;
    format!("{}{}", &text[..span.start as usize], text[span.end as usize..].trim_start_matches(['\n', ' ']))
}

/// Whether a finding rested on the clause.
fn touches(act: &Act, assessment: &Assessment, finding: &Finding, clause: ProvisionId) -> bool {
    let span = act.get(clause).span;
    let meets = |start: u32, end: u32| start < span.end && span.start < end;
    // What a finding stands on: the provisions of its evidence, and of the sets.
    let places = finding.evidence.iter().map(|it| it.eid.as_str());
    let members = assessment.sets.values().flatten().map(|it| it.eid.as_str());
    let stands_on: BTreeSet<ProvisionId> = places.chain(members).filter_map(|eid| act.by_eid(eid)).collect();
    let words = finding
        .evidence
        .iter()
        .any(|it| meets(it.start, it.end) || it.lead_in.iter().any(|lead| meets(lead.start, lead.end)));
    let provisions = stands_on.iter().any(|id| act.is_within(*id, clause) || act.is_within(clause, *id));
    let units: BTreeSet<ProvisionId> = stands_on.iter().map(|id| act.main_unit(*id).unwrap_or(*id)).collect();
    let text_of = |id: ProvisionId| act.get(id).span.of(&act.source.text).to_lowercase();
    let defines = act
        .definitions
        .iter()
        .filter(|it| act.is_within(it.provision, clause))
        .any(|it| units.iter().any(|unit| text_of(*unit).contains(&it.term.to_lowercase())));
    let cites = act.citations.iter().any(|it| {
        let on =
            |id: ProvisionId| units.iter().any(|unit| act.is_within(id, *unit) || act.is_within(*unit, id));
        let to_clause = |id: &ProvisionId| act.is_within(*id, clause) || act.is_within(clause, *id);
        (act.is_within(it.provision, clause) && it.targets.iter().any(|id| on(*id)))
            || (on(it.provision) && it.targets.iter().any(to_clause))
    });
    words || provisions || defines || cites
}

fn worth(status: Status) -> u8 {
    match status {
        Status::Conflict => 0,
        Status::Absent => 1,
        Status::Partial => 2,
        Status::Met => 3,
    }
}

fn is_loss(change: &FindingChange) -> bool {
    worth(change.new.status) < worth(change.old.status) || !change.lost.is_empty()
}

#[test]
fn deletions_in_real_laws_lose_only_what_rested_on_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = Rules::built_in().expect("sound rules");
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut deletions, mut losses) = (0, 0);
    let mut random = Random(2031);
    for (language, name) in LAWS {
        let path = root.join(format!("../shared/corpus/{language}/{name}.txt"));
        let Ok(text) = fs::read_to_string(&path) else {
            eprintln!("{name}: not here, left out");
            continue;
        };
        let act = read(&text, language);
        let before = assessed(&act, &rules);
        let mut clauses = clauses(&act);
        let unrelated = told.entry(name.to_owned()).or_default();
        for _ in 0..OF_EACH {
            let clause = clauses.swap_remove(random.below(clauses.len()));
            let after_act = read(&without(&act, clause), language);
            let after = assessed(&after_act, &rules);
            deletions += 1;
            let changes = compare((&act, &before), (&after_act, &after)).findings;
            for change in changes.iter().filter(|change| is_loss(change)) {
                losses += 1;
                let finding = before.findings.iter().find(|it| it.obligation == change.obligation);
                let finding = finding.expect("a finding before");
                if !touches(&act, &before, finding, clause) {
                    unrelated.push(format!("{}: {}", act.get(clause).eid, change.obligation));
                }
            }
        }
        unrelated.sort();
    }
    if told.is_empty() {
        eprintln!("../shared/corpus is not here: real laws were left out");
        return;
    }
    eprintln!("{deletions} deletions, {losses} losses, unrelated: {told:#?}");
    assert_eq!(deletions, told.len() * OF_EACH);
    let path = root.join(LEDGER);
    if std::env::var_os("LACUNA_UPDATE_LEDGER").is_some() {
        fs::write(&path, serde_json::to_string_pretty(&told).expect("JSON") + "\n").expect("written");
    }
    let ledger: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&fs::read_to_string(&path).expect("the ledger")).expect("the ledger is JSON");
    for (law, unrelated) in &told {
        let known = ledger.get(law).cloned().unwrap_or_default();
        let fresh: Vec<&String> = unrelated.iter().filter(|it| !known.contains(it)).collect();
        assert!(fresh.is_empty(), "{law}: losses that the deleted clause does not explain: {fresh:#?}");
    }
}

/// An act in which each clause carries something else; `n` numbers its sections.
fn drafted(n: [u32; 6]) -> String {
    let [meaning, offence, aggravated, exemption, attempt, report] = n;
    format!(
        "Migrant Smuggling Act\n\n\
         Interpretation\n{meaning}. In this Act, \"unlawful entry\" means crossing the border of a State without \
         complying with the requirements for lawful entry into it.\n\n\
         Offence of smuggling of migrants\n{offence}. A person who, in order to obtain a financial or other material \
         benefit, procures the unlawful entry of another person into a State of which that person is not a national \
         or a permanent resident commits an offence and is liable to imprisonment for ten years.\n\n\
         Aggravated smuggling\n{aggravated}. Where an offence under section {offence} is committed in circumstances \
         that endanger the life or safety of the person smuggled, or that entail inhuman or degrading treatment of \
         that person, the offender is liable to imprisonment for twenty years.\n\n\
         Exemption of migrants\n{exemption}. A person is not liable to prosecution under this Act for the fact of \
         having been the object of an offence under section {offence}.\n\n\
         Attempt\n{attempt}. A person who attempts to commit an offence under section {offence} commits an offence \
         and is liable to the penalty for it.\n\n\
         Reports\n{report}. The Minister shall report to Parliament every year.\n"
    )
}

fn changes(before: &str, after: &str) -> Vec<FindingChange> {
    let rules = Rules::built_in().expect("sound rules");
    let (before, after) = (read(before, "en"), read(after, "en"));
    let (old, new) = (assessed(&before, &rules), assessed(&after, &rules));
    compare((&before, &old), (&after, &new)).findings
}

#[test]
fn renumbering_alone_changes_no_finding() {
    for numbers in [[3, 4, 5, 6, 7, 8], [10, 20, 30, 40, 50, 60], [101, 102, 103, 104, 105, 106]] {
        let found = changes(&drafted([1, 2, 3, 4, 5, 6]), &drafted(numbers));
        let moved: Vec<_> = found
            .iter()
            .filter(|it| it.old != it.new || !it.gained.is_empty() || !it.lost.is_empty())
            .collect();
        assert!(moved.is_empty(), "{numbers:?}: {moved:#?}");
    }
}

/// The obligations that lose something, and what.
fn lost(found: &[FindingChange]) -> Vec<String> {
    let told = |it: &FindingChange| format!("{} -{}", it.obligation, it.lost.join(" -"));
    let gained = found.iter().filter(|it| !it.gained.is_empty()).map(|it| it.obligation.as_str());
    assert_eq!(gained.collect::<Vec<_>>(), [""; 0], "a deletion gains nothing");
    found.iter().filter(|it| is_loss(it)).map(told).collect()
}

/// The drafted act without the section that begins with a heading.
fn without_section(heading: &str) -> String {
    let act = drafted([1, 2, 3, 4, 5, 6]);
    let start = act.find(heading).expect("the heading");
    let end = act[start..].find("\n\n").map_or(act.len(), |end| start + end + 2);
    format!("{}{}", &act[..start], &act[end..])
}

#[test]
fn the_loss_of_a_clause_is_told_as_exactly_that() {
    let act = drafted([1, 2, 3, 4, 5, 6]);
    let aggravation = lost(&changes(&act, &without_section("Aggravated smuggling")));
    assert_eq!(aggravation, AGGRAVATION);
    let exemption = lost(&changes(&act, &without_section("Exemption of migrants")));
    assert_eq!(exemption, EXEMPTION);
    let attempt = lost(&changes(&act, &without_section("Attempt")));
    assert_eq!(attempt, ATTEMPT);
    let benefit = act.replace(", in order to obtain a financial or other material benefit,", "");
    assert_ne!(benefit, act);
    assert_eq!(lost(&changes(&act, &benefit)), BENEFIT);
}

const AGGRAVATION: [&str; 0] = [];
const EXEMPTION: [&str; 0] = [];
const ATTEMPT: [&str; 0] = [];
const BENEFIT: [&str; 0] = [];
