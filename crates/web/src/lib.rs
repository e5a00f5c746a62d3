//! Every page and API call.
