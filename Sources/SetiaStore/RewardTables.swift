internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `redemption`, `reward_letter`, `reward_picture` and `reward_code`.

extension TableLedger {
    func redemptions(of member: MemberID, limit: Int) throws -> [RedemptionRow] {
        try connection.rows(
            SQLStatement(
                "\(selecting) WHERE member_id = $1 ORDER BY at_ms DESC, id DESC LIMIT $2"
            ),
            [.text(member.text), .integer(Int64(limit))]
        ).map { try $0.redemption }
    }

    func redemption(_ id: Key, of member: MemberID) throws -> RedemptionRow? {
        try connection.first(
            SQLStatement("\(selecting) WHERE member_id = $1 AND id = $2"),
            [.text(member.text), .text(id.text)]
        ).map { try $0.redemption }
    }

    func redemptions(
        _ filter: RedemptionFilter,
        after: (since: Instant, member: MemberID, id: Key)?,
        limit: Int
    ) throws -> [RedemptionRow] {
        var values: [SQLValue] = []
        var conditions: [String] = []
        func value(_ value: SQLValue) -> String {
            values.append(value)
            return "$\(values.count)"
        }
        if let reward = filter.reward { conditions.append("reward = \(value(.text(reward.text)))") }
        if let fulfilment = filter.fulfilment {
            conditions.append("fulfilment = \(value(.text(fulfilment.rawValue)))")
        }
        if let after {
            let since = value(.integer(after.since.milliseconds))
            let (member, id) = (value(.text(after.member.text)), value(.text(after.id.text)))
            conditions.append("(since_ms, member_id, id) > (\(since), \(member), \(id))")
        }
        let condition = conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
        let most = value(.integer(Int64(limit)))
        return try connection.rows(
            SQLStatement("\(selecting)\(condition) ORDER BY since_ms, member_id, id LIMIT \(most)"),
            values
        ).map { try $0.redemption }
    }

    func rewardSums() throws -> [RewardSum] {
        try connection.rows(
            """
            SELECT reward, CAST(SUM(CASE WHEN state = 'held' THEN quantity ELSE 0 END) AS BIGINT),
                CAST(SUM(captured - rolled_back) AS BIGINT),
                CAST(SUM(CASE WHEN state = 'captured' AND fulfilment <> 'delivered' THEN captured - rolled_back
                    ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN stock = 'unlimited' THEN 0 WHEN state = 'held' THEN quantity
                    WHEN stock = 'codes' THEN captured
                    ELSE captured - rolled_back END) AS BIGINT)
            FROM redemption GROUP BY reward ORDER BY reward
            """
        ).map { row in
            RewardSum(reward: row.key(0), held: row.int(1), had: row.int(2), open: row.int(3), offShelf: row.int(4))
        }
    }

    /// Writes the rows of redemptions as they stand now.
    func save(redemptions rows: [RedemptionRow]) throws {
        guard !rows.isEmpty else { return }
        try connection.run(
            savingRedemptions,
            rows.map { row in
                [
                    .text(row.member.text), .text(row.id.text), .text(row.reward.text), .text(row.kind.rawValue),
                    .text(row.stock.rawValue), .text(row.state.rawValue), .optional(row.fulfilment?.rawValue),
                    .integer(row.quantity), .integer(row.captured), .integer(row.rolledBack),
                    .optional(row.wallet?.text), .integer(row.each.units), .optional(row.money?.minorUnits),
                    .optional(row.money?.currency.code), .integer(row.at.milliseconds),
                    .integer(row.since.milliseconds), .optional(row.until?.milliseconds),
                    .optional(row.validUntil?.milliseconds), .optional(row.promotion?.text),
                    .optional(row.supplied?.supplier.text), .optional(row.supplied?.amount?.minorUnits),
                    .optional(row.supplied?.amount?.currency.code),
                ]
            }
        )
    }

    /// Adds letters that are to be planned; a redemption has one, whatever becomes of it later.
    func want(_ letters: [RewardLetter]) throws {
        guard !letters.isEmpty else { return }
        try connection.run(
            wantingLetters,
            letters.map { letter in
                [
                    .text(letter.member.text), .text(letter.redemption.text), .integer(letter.at.milliseconds),
                    .text(letter.state.rawValue),
                ]
            }
        )
    }

    func rewardPictures() throws -> [RewardPicture] {
        try connection.rows(
            "SELECT reward, address, kind, width, height, added_ms FROM reward_picture ORDER BY reward"
        ).map { row in
            guard let kind = Picture.Kind(rawValue: row.text(2)) else { throw MalformedDocument(field: "kind") }
            return RewardPicture(
                reward: row.key(0),
                address: row.key(1),
                kind: kind,
                width: Int(row.int(3)),
                height: Int(row.int(4)),
                addedAt: row.instant(5)
            )
        }
    }

    func rewardPicture(at address: Key) throws -> (kind: Picture.Kind, bytes: [UInt8])? {
        try connection.first(
            "SELECT kind, bytes FROM reward_picture WHERE address = $1 ORDER BY reward LIMIT 1",
            [.text(address.text)]
        ).map { row in
            guard let kind = Picture.Kind(rawValue: row.text(0)) else { throw MalformedDocument(field: "kind") }
            return (kind, row.blob(1))
        }
    }

    func save(_ picture: RewardPicture, bytes: [UInt8]) throws {
        try connection.run(
            """
            INSERT INTO reward_picture (reward, address, kind, width, height, added_ms, bytes)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (reward) DO UPDATE SET address = excluded.address, kind = excluded.kind,
                width = excluded.width, height = excluded.height, added_ms = excluded.added_ms, bytes = excluded.bytes
            """,
            [
                .text(picture.reward.text), .text(picture.address.text), .text(picture.kind.rawValue),
                .integer(Int64(picture.width)), .integer(Int64(picture.height)),
                .integer(picture.addedAt.milliseconds), .blob(bytes),
            ]
        )
    }

    func removeRewardPicture(of reward: Key) throws -> Bool {
        try connection.run("DELETE FROM reward_picture WHERE reward = $1", [.text(reward.text)]) > 0
    }

    func rewardLettersDue(limit: Int) throws -> [RewardLetter] {
        try connection.rows(
            """
            SELECT member_id, id, at_ms, state, contact_id FROM reward_letter WHERE state = 'due'
            ORDER BY at_ms, member_id, id LIMIT $1
            """,
            [.integer(Int64(limit))]
        ).map { try $0.rewardLetter }
    }

    func rewardLetter(of redemption: Key, of member: MemberID) throws -> RewardLetter? {
        try connection.first(
            "SELECT member_id, id, at_ms, state, contact_id FROM reward_letter WHERE member_id = $1 AND id = $2",
            [.text(member.text), .text(redemption.text)]
        ).map { try $0.rewardLetter }
    }

    func save(_ letter: RewardLetter) throws {
        try connection.run(
            "UPDATE reward_letter SET state = $3, contact_id = $4 WHERE member_id = $1 AND id = $2",
            [
                .text(letter.member.text), .text(letter.redemption.text), .text(letter.state.rawValue),
                .optional(letter.contact?.text),
            ]
        )
    }

    func codes(of member: MemberID, redemption: Key) throws -> [(place: Int64, sealed: [UInt8])] {
        guard let row = try self.redemption(redemption, of: member) else { return [] }
        return try connection.rows(
            "SELECT place, sealed FROM reward_code WHERE reward = $1 AND holder = $2 AND redemption = $3 ORDER BY place",
            [.text(row.reward.text), .text(member.text), .text(redemption.text)]
        ).map { (place: $0.int(0), sealed: $0.blob(1)) }
    }

    func codeSums() throws -> [(reward: Key, codes: Int64)] {
        try connection.rows("SELECT reward, COUNT(*) FROM reward_code GROUP BY reward ORDER BY reward").map {
            (reward: $0.key(0), codes: $0.int(1))
        }
    }

    func freeCodes(of reward: Key) throws -> Int64 {
        try connection.first(
            "SELECT COUNT(*) FROM reward_code WHERE reward = $1 AND holder IS NULL",
            [.text(reward.text)]
        )?.int(0) ?? 0
    }

    func freeCodes(of reward: Key, after: FreeCode?, limit: Int) throws -> [FreeCode] {
        try connection.rows(
            """
            SELECT hash, sealed, loaded_ms FROM reward_code
            WHERE reward = $1 AND holder IS NULL AND (loaded_ms, hash) > ($2, $3) ORDER BY loaded_ms, hash LIMIT $4
            """,
            [
                .text(reward.text), .integer(after?.loadedAt.milliseconds ?? .min), .blob(after?.code.hash ?? []),
                .integer(Int64(limit)),
            ]
        ).map { FreeCode(code: SealedCode(hash: $0.blob(0), sealed: $0.blob(1)), loadedAt: $0.instant(2)) }
    }

    func givenCodes(
        of reward: Key,
        after hash: [UInt8],
        limit: Int
    ) throws -> [(code: SealedCode, holder: CodeHolder)] {
        try connection.rows(
            """
            SELECT hash, sealed, holder, redemption, place FROM reward_code
            WHERE reward = $1 AND hash > $2 AND holder IS NOT NULL ORDER BY hash LIMIT $3
            """,
            [.text(reward.text), .blob(hash), .integer(Int64(limit))]
        ).map { row in
            (
                code: SealedCode(hash: row.blob(0), sealed: row.blob(1)),
                holder: CodeHolder(member: try row.memberID(2), redemption: row.key(3), place: row.int(4))
            )
        }
    }

    func add(_ code: SealedCode, of reward: Key, givenTo holder: CodeHolder, at moment: Instant) throws -> Bool {
        try connection.first(
            """
            INSERT INTO reward_code (reward, hash, sealed, loaded_ms, holder, redemption, place, given_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING place
            """,
            [
                .text(reward.text), .blob(code.hash), .blob(code.sealed), .integer(moment.milliseconds),
                .text(holder.member.text), .text(holder.redemption.text), .integer(holder.place),
                .integer(moment.milliseconds),
            ]
        ) != nil
    }

    func add(_ codes: [SealedCode], to reward: Key, at moment: Instant) throws -> Int64 {
        let counting: SQLStatement = "SELECT COUNT(*) FROM reward_code WHERE reward = $1"
        let before = try connection.first(counting, [.text(reward.text)])?.int(0) ?? 0
        try connection.run(
            addingCodes,
            codes.map {
                [.text(reward.text), .blob($0.hash), .blob($0.sealed), .integer(moment.milliseconds)]
            }
        )
        return (try connection.first(counting, [.text(reward.text)])?.int(0) ?? 0) - before
    }

    func giveCode(of reward: Key, to holder: CodeHolder, at moment: Instant) throws -> [UInt8]? {
        let whose: [SQLValue] = [
            .text(reward.text), .text(holder.member.text), .text(holder.redemption.text), .integer(holder.place),
        ]
        let given = try connection.first(
            """
            SELECT sealed FROM reward_code WHERE reward = $1 AND holder = $2 AND redemption = $3 AND place = $4
            """,
            whose
        )
        if let given { return given.blob(0) }
        // Whoever gives one at the same time waits for the row, finds it given, and looks for the next.
        for _ in 0..<1_000 {
            let free = try connection.first(
                """
                SELECT hash, sealed FROM reward_code WHERE reward = $1 AND holder IS NULL
                ORDER BY loaded_ms, hash LIMIT 1
                """,
                [.text(reward.text)]
            )
            guard let free else { return nil }
            let taken = try connection.first(
                """
                UPDATE reward_code SET holder = $2, redemption = $3, place = $4, given_ms = $5
                WHERE reward = $1 AND hash = $6 AND holder IS NULL RETURNING place
                """,
                whose + [.integer(moment.milliseconds), .blob(free.blob(0))]
            )
            if taken != nil { return free.blob(1) }
        }
        throw StoreFailure(kind: .busy, message: "the next code of \(reward) is wanted by too many at once; try again")
    }
}

private let columns = """
    member_id, id, reward, kind, stock, state, fulfilment, quantity, captured, rolled_back, wallet, each_points,
    each_amount, currency, at_ms, since_ms, until_ms, valid_until_ms, promotion,
    supplier, supply_amount, supply_currency
    """

private let selecting = "SELECT \(columns) FROM redemption"

private let savingRedemptions = SQLBulk.insert(
    into: "redemption",
    [
        ("member_id", .text), ("id", .text), ("reward", .text), ("kind", .text), ("stock", .text), ("state", .text),
        ("fulfilment", .text), ("quantity", .integer), ("captured", .integer), ("rolled_back", .integer),
        ("wallet", .text), ("each_points", .integer), ("each_amount", .integer), ("currency", .text),
        ("at_ms", .integer), ("since_ms", .integer), ("until_ms", .integer), ("valid_until_ms", .integer),
        ("promotion", .text), ("supplier", .text), ("supply_amount", .integer), ("supply_currency", .text),
    ],
    conflict: """
        ON CONFLICT (member_id, id) DO UPDATE SET state = excluded.state, fulfilment = excluded.fulfilment,
            captured = excluded.captured, rolled_back = excluded.rolled_back, since_ms = excluded.since_ms,
            until_ms = excluded.until_ms, valid_until_ms = excluded.valid_until_ms
        """
)

private let wantingLetters = SQLBulk.insert(
    into: "reward_letter",
    [("member_id", .text), ("id", .text), ("at_ms", .integer), ("state", .text)],
    conflict: "ON CONFLICT (member_id, id) DO NOTHING"
)

private let addingCodes = SQLBulk.insert(
    into: "reward_code",
    [("reward", .text), ("hash", .blob), ("sealed", .blob), ("loaded_ms", .integer)],
    conflict: "ON CONFLICT DO NOTHING"
)

extension SQLRow {
    fileprivate var rewardLetter: RewardLetter {
        get throws {
            guard let state = RewardLetter.State(rawValue: text(3)) else { throw MalformedDocument(field: "state") }
            return RewardLetter(
                member: try memberID(0),
                redemption: key(1),
                at: instant(2),
                state: state,
                contact: textOrNil(4).flatMap { Identifier(text: $0) }
            )
        }
    }
}

extension SQLRow {
    /// The redemption whose row this is, in the order of `columns`.
    fileprivate var redemption: RedemptionRow {
        get throws {
            guard let kind = Reward.Kind(rawValue: text(3)), let stock = Reward.Stock(rawValue: text(4)),
                let state = RewardRedemption.State(rawValue: text(5))
            else { throw MalformedDocument(field: "redemption") }
            var money: Money?
            if let amount = intOrNil(12) {
                money = try Money(minorUnits: amount, currency: try currency(13))
            }
            let supplied = try textOrNil(19).map { supplier in
                SuppliedReward(
                    supplier: Key(supplier),
                    amount: try intOrNil(20).map { try Money(minorUnits: $0, currency: try currency(21)) }
                )
            }
            return RedemptionRow(
                member: try memberID(0),
                id: key(1),
                reward: key(2),
                kind: kind,
                stock: stock,
                state: state,
                fulfilment: textOrNil(6).flatMap { RewardRedemption.Fulfilment(rawValue: $0) },
                quantity: int(7),
                captured: int(8),
                rolledBack: int(9),
                wallet: textOrNil(10).map { Key($0) },
                each: Points(int(11)),
                money: money,
                at: instant(14),
                since: instant(15),
                until: instantOrNil(16),
                validUntil: instantOrNil(17),
                promotion: textOrNil(18).map { Key($0) },
                supplied: supplied
            )
        }
    }
}
