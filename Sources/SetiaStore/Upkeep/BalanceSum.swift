internal import SQLBase

/// What all accounts come to: how many there are, what they hold together, and a sum over each one's balance.
///
/// It is made from the entries alone: each names the balance after it, and that is what the entries before it add up to.
struct BalanceSum: Sendable, Hashable {
    private(set) var accounts: Int64 = 0
    private(set) var points: Int64 = 0
    private var sum = RowSum()

    /// Reads every entry once, member by member.
    ///
    /// - Throws: `CopyFailure.unproved` at the first entry that does not follow from those before it.
    init(_ connection: any SQLConnection) throws {
        var member = ""
        var balances: [String: Int64] = [:]
        try connection.query(
            "SELECT member_id, number, wallet, points, balance FROM entry ORDER BY member_id, number"
        ) { row in
            if row.text(0) != member {
                close(member, balances)
                (member, balances) = (row.text(0), [:])
            }
            let after = balances[row.text(2), default: 0] + row.int(3)
            guard after == row.int(4) else { throw CopyFailure.unproved(member: member, number: row.int(1)) }
            balances[row.text(2)] = after
        }
        close(member, balances)
    }

    private mutating func close(_ member: String, _ balances: [String: Int64]) {
        for (wallet, balance) in balances {
            accounts += 1
            points += balance
            sum.add(SQLRow([.text(member), .text(wallet), .integer(balance)]))
        }
    }
}
