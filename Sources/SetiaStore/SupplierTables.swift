internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `supplier` and `supplier_order`.

extension TableLedger {
    func suppliers() throws -> [SupplierRecord] {
        try connection.rows("SELECT name, url, sealed, created_ms FROM supplier ORDER BY name").map { row in
            SupplierRecord(
                supplier: Supplier(name: row.key(0), url: row.text(1), createdAt: row.instant(3)),
                sealed: row.blob(2)
            )
        }
    }

    func save(_ record: SupplierRecord) throws {
        try connection.run(
            """
            INSERT INTO supplier (name, url, sealed, created_ms) VALUES ($1, $2, $3, $4)
            ON CONFLICT (name) DO UPDATE SET url = excluded.url, sealed = excluded.sealed
            """,
            [
                .text(record.supplier.name.text), .text(record.supplier.url), .blob(record.sealed),
                .integer(record.supplier.createdAt.milliseconds),
            ]
        )
    }

    func removeSupplier(_ name: Key) throws -> Bool {
        try connection.run("DELETE FROM supplier WHERE name = $1", [.text(name.text)]) > 0
    }

    func supplierOrders(dueBy moment: Instant, limit: Int) throws -> [SupplierOrder] {
        try connection.rows(
            SQLStatement(
                """
                \(selecting) WHERE due_ms IS NOT NULL AND due_ms <= $1
                ORDER BY due_ms, member_id, redemption, place LIMIT $2
                """
            ),
            [.integer(moment.milliseconds), .integer(Int64(limit))]
        ).map { try $0.order() }
    }

    func supplierOrders(of member: MemberID, redemption: Key) throws -> [SupplierOrder] {
        try connection.rows(
            SQLStatement("\(selecting) WHERE member_id = $1 AND redemption = $2 ORDER BY place"),
            [.text(member.text), .text(redemption.text)]
        ).map { try $0.order() }
    }

    func take(_ order: SupplierOrder, until moment: Instant) throws -> Bool {
        guard let due = order.dueAt else { return false }
        return try connection.first(
            """
            UPDATE supplier_order SET due_ms = $4, attempts = attempts + 1
            WHERE member_id = $1 AND redemption = $2 AND place = $3 AND due_ms = $5 RETURNING place
            """,
            order.whose + [.integer(moment.milliseconds), .integer(due.milliseconds)]
        ) != nil
    }

    func settle(_ order: SupplierOrder) throws {
        try connection.run(
            """
            UPDATE supplier_order SET state = $4, due_ms = $5, attempts = $6, reason = $7, sealed = $8
            WHERE member_id = $1 AND redemption = $2 AND place = $3
                AND state NOT IN ('delivered', 'refused', 'dropped')
            """,
            order.whose + [
                .text(order.state.rawValue), .optional(order.dueAt?.milliseconds), .integer(Int64(order.attempts)),
                .optional(order.reason), .optional(order.sealed),
            ]
        )
    }

    /// Adds orders; those that are there stay as they are.
    func save(supplierOrders orders: [SupplierOrder]) throws {
        guard !orders.isEmpty else { return }
        try connection.run(
            addingOrders,
            orders.map { order in
                order.whose + [
                    .text(order.reward.text), .text(order.supplied.supplier.text),
                    .optional(order.supplied.amount?.minorUnits), .optional(order.supplied.amount?.currency.code),
                    .integer(order.at.milliseconds), .text(order.state.rawValue),
                    .optional(order.dueAt?.milliseconds),
                ]
            }
        )
    }
}

extension SupplierOrder {
    fileprivate var whose: [SQLValue] { [.text(member.text), .text(redemption.text), .integer(place)] }
}

private let selecting = """
    SELECT member_id, redemption, place, reward, supplier, amount, currency, at_ms, state, due_ms, attempts, reason, sealed
    FROM supplier_order
    """

private let addingOrders = SQLBulk.insert(
    into: "supplier_order",
    [
        ("member_id", .text), ("redemption", .text), ("place", .integer), ("reward", .text), ("supplier", .text),
        ("amount", .integer), ("currency", .text), ("at_ms", .integer), ("state", .text), ("due_ms", .integer),
    ],
    conflict: "ON CONFLICT (member_id, redemption, place) DO NOTHING"
)

extension SQLRow {
    fileprivate func order() throws -> SupplierOrder {
        guard let state = SupplierOrder.State(rawValue: text(8)) else { throw MalformedDocument(field: "state") }
        let amount = try intOrNil(5).map { try Money(minorUnits: $0, currency: try currency(6)) }
        return SupplierOrder(
            member: try memberID(0),
            redemption: key(1),
            place: int(2),
            reward: key(3),
            supplied: SuppliedReward(supplier: key(4), amount: amount),
            at: instant(7),
            state: state,
            dueAt: instantOrNil(9),
            attempts: Int(int(10)),
            reason: textOrNil(11),
            sealed: blobOrNil(12)
        )
    }
}
