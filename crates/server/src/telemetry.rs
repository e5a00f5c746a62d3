//! What the process says about itself, on standard error, never with a secret.

use crate::cli::LogFormat;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

/// Starts logging. A filter that cannot be read is an error that shows the filter.
pub(crate) fn start(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let filter: Targets = filter
        .parse()
        .map_err(|error| anyhow::anyhow!("`--log {filter}` is not a log filter ({error}); try `info`"))?;
    let logs = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry();
    match format {
        LogFormat::Text => registry.with(logs.with_filter(filter)).init(),
        LogFormat::Json => registry.with(logs.json().with_filter(filter)).init(),
    }
    Ok(())
}
