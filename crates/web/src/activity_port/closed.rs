//! The port of a server without an archive: every call says why there is none.

use async_trait::async_trait;

use super::{
    ActivityFault, ActivityPort, AlertFilter, Export, ExportFormat, Import, Incoming, Part, Question, Recent,
    Tail,
};
use crate::view::{
    AccountCorrection, ActivityStats, AlertChange, AlertPage, AlertView, CollectorList, CollectorWoken,
    EventPage, EventView, FacetList, ForwardChange, ForwardList, ForwardRequest, ForwardTested,
    IdentityActivity, ImportView, IntakeView, LanguageView, LinkedAccounts, ReplayRequest, ReplayView,
    RuleChange, RuleChecked, RuleList, RuleRequest, RuleView, RulesReplayView, SearchList, SearchRequest,
    SourceChange, SourceList, SourceMade, SourceRequest, TimelineView,
};

/// Answers nothing, and says why.
#[derive(Clone, Debug)]
pub struct NoActivity {
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl NoActivity {
    fn fault<T>(&self) -> Result<T, ActivityFault> {
        Err(ActivityFault::Unavailable {
            message: self.message.clone(),
            hint: self.hint.clone(),
        })
    }
}

#[async_trait]
impl ActivityPort for NoActivity {
    fn language(&self) -> LanguageView {
        LanguageView::default()
    }

    async fn events(&self, _: Question, _: Part, _: bool) -> Result<EventPage, ActivityFault> {
        self.fault()
    }

    async fn event(&self, _: &str) -> Result<EventView, ActivityFault> {
        self.fault()
    }

    async fn facets(&self, _: Question, _: Vec<String>, _: usize) -> Result<FacetList, ActivityFault> {
        self.fault()
    }

    async fn timeline(&self, _: Question, _: usize) -> Result<TimelineView, ActivityFault> {
        self.fault()
    }

    async fn stats(&self) -> Result<ActivityStats, ActivityFault> {
        self.fault()
    }

    async fn tail(&self, _: Question) -> Result<Tail, ActivityFault> {
        self.fault()
    }

    async fn import(&self, _: Import, _: Incoming, _: &str) -> Result<ImportView, ActivityFault> {
        self.fault()
    }

    async fn export(&self, _: Question, _: ExportFormat, _: usize) -> Result<Export, ActivityFault> {
        self.fault()
    }

    async fn recent(&self) -> Result<Option<Recent>, ActivityFault> {
        self.fault()
    }

    async fn searches(&self, _: &str) -> Result<SearchList, ActivityFault> {
        self.fault()
    }

    async fn search_create(&self, _: SearchRequest, _: &str) -> Result<SearchList, ActivityFault> {
        self.fault()
    }

    async fn search_delete(&self, _: &str, _: &str) -> Result<SearchList, ActivityFault> {
        self.fault()
    }

    async fn identity(&self, _: &str, _: Question) -> Result<IdentityActivity, ActivityFault> {
        self.fault()
    }

    async fn account_correct(&self, _: AccountCorrection, _: &str) -> Result<LinkedAccounts, ActivityFault> {
        self.fault()
    }

    async fn account_uncorrect(
        &self,
        _: &str,
        _: &str,
        _: &str,
        _: &str,
    ) -> Result<LinkedAccounts, ActivityFault> {
        self.fault()
    }

    async fn alerts(&self, _: AlertFilter, _: Part) -> Result<AlertPage, ActivityFault> {
        self.fault()
    }

    async fn alert(&self, _: &str) -> Result<AlertView, ActivityFault> {
        self.fault()
    }

    async fn alert_change(&self, _: &str, _: AlertChange, _: &str) -> Result<AlertView, ActivityFault> {
        self.fault()
    }

    async fn forwards(&self) -> Result<ForwardList, ActivityFault> {
        self.fault()
    }

    async fn forward_create(&self, _: ForwardRequest, _: &str) -> Result<ForwardList, ActivityFault> {
        self.fault()
    }

    async fn forward_test(&self, _: &str, _: &str) -> Result<ForwardTested, ActivityFault> {
        self.fault()
    }

    async fn forward_change(&self, _: &str, _: ForwardChange, _: &str) -> Result<ForwardList, ActivityFault> {
        self.fault()
    }

    async fn forward_aims(&self, _: &str, _: Option<&str>, _: Option<&str>) -> Result<bool, ActivityFault> {
        self.fault()
    }

    async fn forward_delete(&self, _: &str, _: &str) -> Result<ForwardList, ActivityFault> {
        self.fault()
    }

    async fn rules(&self) -> Result<RuleList, ActivityFault> {
        self.fault()
    }

    async fn rule(&self, _: &str) -> Result<RuleView, ActivityFault> {
        self.fault()
    }

    async fn rule_change(&self, _: &str, _: RuleChange, _: &str) -> Result<RuleView, ActivityFault> {
        self.fault()
    }

    async fn rule_create(&self, _: RuleRequest, _: &str) -> Result<RuleChecked, ActivityFault> {
        self.fault()
    }

    async fn rule_delete(&self, _: &str, _: &str) -> Result<RuleList, ActivityFault> {
        self.fault()
    }

    async fn rule_replay(&self, _: &str, _: Question) -> Result<ReplayView, ActivityFault> {
        self.fault()
    }

    async fn rules_replay(&self, _: ReplayRequest) -> Result<RulesReplayView, ActivityFault> {
        self.fault()
    }

    async fn collectors(&self) -> Result<CollectorList, ActivityFault> {
        self.fault()
    }

    async fn collector_run(&self, _: &str, _: &str) -> Result<CollectorWoken, ActivityFault> {
        self.fault()
    }

    async fn sources(&self) -> Result<SourceList, ActivityFault> {
        self.fault()
    }

    async fn source_create(&self, _: SourceRequest, _: String, _: &str) -> Result<SourceMade, ActivityFault> {
        self.fault()
    }

    async fn source_change(&self, _: &str, _: SourceChange, _: &str) -> Result<SourceMade, ActivityFault> {
        self.fault()
    }

    async fn source_delete(&self, _: &str, _: &str) -> Result<SourceList, ActivityFault> {
        self.fault()
    }

    async fn source_token(&self, _: &str, _: String, _: &str) -> Result<SourceMade, ActivityFault> {
        self.fault()
    }

    async fn intake(&self, _: &str, _: &str, _: Incoming) -> Result<IntakeView, ActivityFault> {
        self.fault()
    }
}
