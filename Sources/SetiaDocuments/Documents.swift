/// What is read by people who integrate and operate Setia: the description of the API, and the guides.
///
/// In a room of its own since it hangs on nothing: bytes in code take long to compile, and are compiled again only where
/// a document has changed.
package enum Documents {
    /// `openapi.yaml`.
    package static var openapi: [UInt8] { PackageResources.openapi_yaml }
    /// The style of the pages under `/docs`.
    package static var style: [UInt8] { PackageResources.docs_css }
}

/// The guides, in Markdown; each a link to its file under `docs`.
extension Documents {
    package static var architecture: [UInt8] { PackageResources.architecture_md }
    package static var budgets: [UInt8] { PackageResources.budgets_md }
    package static var console: [UInt8] { PackageResources.console_md }
    package static var deciding: [UInt8] { PackageResources.deciding_md }
    package static var demo: [UInt8] { PackageResources.demo_md }
    package static var earning: [UInt8] { PackageResources.earning_md }
    package static var integrating: [UInt8] { PackageResources.integrating_md }
    package static var ledger: [UInt8] { PackageResources.ledger_md }
    package static var lifetime: [UInt8] { PackageResources.lifetime_md }
    package static var measures: [UInt8] { PackageResources.measures_md }
    package static var operating: [UInt8] { PackageResources.operating_md }
    package static var peerCases: [UInt8] { PackageResources.peer_cases_md }
    package static var performance: [UInt8] { PackageResources.performance_md }
    package static var programme: [UInt8] { PackageResources.programme_md }
    package static var reliability: [UInt8] { PackageResources.reliability_md }
    package static var returns: [UInt8] { PackageResources.returns_md }
    package static var rules: [UInt8] { PackageResources.rules_md }
    package static var rewards: [UInt8] { PackageResources.rewards_md }
    package static var scaling: [UInt8] { PackageResources.scaling_md }
    package static var staff: [UInt8] { PackageResources.staff_md }
    package static var tiers: [UInt8] { PackageResources.tiers_md }
    package static var vouchers: [UInt8] { PackageResources.vouchers_md }
    package static var whatIf: [UInt8] { PackageResources.what_if_md }
}
