use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Arg, Command, CommandFactory as _};

use super::Cli;

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

/// `docs/reference/commands.md` is what `--help` says; `PORTOLAN_BLESS=1` writes it anew.
#[test]
fn commands_are_described_as_they_are() {
    let mut text = String::from(
        "# Commands\n\nMade from the program's own help. Every command takes `--help`; those with `--format json` speak to machines.\n\
         Exit codes: 0 done, 1 failed, 2 wrong usage. Errors go to standard error: one sentence, and what to do.\n",
    );
    let mut root = Cli::command();
    root.build();
    for command in root.get_subcommands() {
        describe(command, "portolan", &mut text);
    }
    let file = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap())
        .join("../../docs/reference/commands.md");
    if std::env::var_os("PORTOLAN_BLESS").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == text,
        "docs/reference/commands.md is stale: run the test with PORTOLAN_BLESS=1"
    );
}

fn describe(command: &Command, above: &str, text: &mut String) {
    if command.get_name() == "help" {
        return;
    }
    let name = format!("{above} {}", command.get_name());
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    writeln!(text, "\n## `{name}`\n{about}.").unwrap();
    let own: Vec<&Arg> = command
        .get_arguments()
        .filter(|argument| {
            !argument.is_hide_set()
                && !["help", "version", "log", "log_format"].contains(&argument.get_id().as_str())
        })
        .collect();
    let has_own_work = !command.is_subcommand_required_set();
    if has_own_work && !own.is_empty() {
        text.push_str("\n| Argument | Default | Meaning |\n|---|---|---|\n");
        for argument in own {
            row(argument, text);
        }
    }
    for inner in command.get_subcommands() {
        describe(inner, &name, text);
    }
}

fn row(argument: &Arg, text: &mut String) {
    let takes_value = argument.get_action().takes_values();
    let value = argument
        .get_value_names()
        .and_then(|names| names.first())
        .map(ToString::to_string)
        .unwrap_or_default();
    let form = match argument.get_long() {
        Some(long) if takes_value => format!("--{long} {value}"),
        Some(long) => format!("--{long}"),
        None => value,
    };
    let default: Vec<String> = if takes_value {
        argument
            .get_default_values()
            .iter()
            .map(|value| value.to_string_lossy().into_owned())
            .collect()
    } else {
        Vec::new()
    };
    let mut meaning = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let words: Vec<String> = argument
        .get_possible_values()
        .iter()
        .map(|word| format!("`{}`", word.get_name()))
        .collect();
    if takes_value && !words.is_empty() {
        meaning = format!("{meaning} {}", words.join(", ")).trim().to_owned();
    }
    if let Some(variable) = argument.get_env() {
        meaning = format!("{meaning} (`{}`)", variable.to_string_lossy());
    }
    writeln!(
        text,
        "| `{}` | {} | {} |",
        form.replace('|', "\\|"),
        default.join(" "),
        meaning.replace('|', "\\|")
    )
    .unwrap();
}
