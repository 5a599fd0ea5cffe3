import JSONText
import SetiaCore

extension RewardStep {
    /// What became of a reward, within its reason: the fields after `code`, keys sorted.
    func write(to json: inout JSONWriter) {
        if let money { json.member("money", money) }
        json.member("points", points)
        json.member("quantity", quantity)
        json.member("redemptionId", redemption)
        json.member("reward", reward)
        json.member("step", kind.rawValue)
        json.member("until", until)
        if let wallet { json.member("wallet", wallet) }
    }
}
