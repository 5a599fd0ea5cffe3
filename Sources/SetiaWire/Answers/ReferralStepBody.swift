import JSONText
import SetiaCore

extension ReferralStep {
    /// What became of a referral, within its reason: the fields after `code`, keys sorted.
    func write(to json: inout JSONWriter) {
        json.key("ofFriend")
        json.bool(isOfFriend)
        if points != .zero { json.member("points", points) }
        json.member("step", kind.rawValue)
        json.member("until", at)
        if let wallet { json.member("wallet", wallet) }
    }
}
