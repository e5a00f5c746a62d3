//! What the process says about itself, on standard error, never with a secret.

use crate::cli::LogFormat;
use tracing_subscriber::EnvFilter;

/// Starts logging. A filter that cannot be read is an error that shows the filter.
pub(crate) fn start(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| anyhow::anyhow!("`--log {filter}` is not a log filter ({error}); try `info`"))?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs.json().init(),
    }
    Ok(())
}
