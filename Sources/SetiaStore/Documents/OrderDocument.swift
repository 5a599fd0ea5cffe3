internal import JSONText
internal import SetiaCore
internal import SetiaService

/// What came of an order after it was paid: the lots that helped to pay it, in the order they were drawn, and how far it
/// has come back.
///
/// ```json
/// {"v":1,"spent":["points",NUMBER,OPENED,LEFT,ACTIVE,EXPIRES,POINTS,…],
///  "lines":[QUANTITY,NET,…],"wallets":["points",GIVENBACK,CLAWEDBACK,LAPSED,…],
///  "corrected":[["rule","points",POINTS,…],["points",LOT,POINTS,…],["points",POINTS,…],
///   ["achievement",ADDED,REACHED,…]],
///  "returnedAt":MILLISECONDS}
/// ```
enum OrderDocument {
    /// The document of what came after.
    static func text(of record: OrderRecord) -> String {
        var json = JSONWriter()
        json.beginObject()
        json.number("v", 1)
        if !record.spent.isEmpty {
            json.key("spent")
            json.beginArray()
            for part in record.spent {
                json.element(part.wallet)
                json.lot(part.lot)
                json.element(part.points)
            }
            json.endArray()
        }
        if !record.returned.lines.isEmpty {
            json.key("lines")
            json.beginArray()
            for line in record.returned.lines {
                json.integer(line.quantity)
                json.integer(line.net)
            }
            json.endArray()
        }
        if !record.returned.wallets.isEmpty {
            json.key("wallets")
            json.beginArray()
            for part in record.returned.wallets {
                json.element(part.wallet)
                json.element(part.givenBack)
                json.element(part.clawedBack)
                json.element(part.lapsed)
            }
            json.endArray()
        }
        if let corrected = record.corrected { write(corrected, to: &json) }
        if let moment = record.returnedAt { json.number("returnedAt", moment.milliseconds) }
        json.endObject()
        return json.text
    }

    private static func write(_ corrected: OrderRecord.Corrected, to json: inout JSONWriter) {
        json.key("corrected")
        json.beginArray()
        json.beginArray()
        for gift in corrected.gifts {
            json.element(gift.rule)
            json.element(gift.wallet)
            json.element(gift.points)
        }
        json.endArray()
        json.beginArray()
        for lot in corrected.lots {
            json.element(lot.wallet)
            json.integer(lot.lot)
            json.element(lot.points)
        }
        json.endArray()
        json.beginArray()
        for earned in corrected.earned {
            json.element(earned.wallet)
            json.element(earned.points)
        }
        json.endArray()
        json.beginArray()
        for progress in corrected.progress {
            json.element(progress.achievement)
            json.integer(progress.added)
            json.integer(progress.reached)
        }
        json.endArray()
        json.endArray()
    }

    /// Writes what the document `text` says into `record`.
    static func read(_ text: String, into record: inout OrderRecord) throws(MalformedDocument) {
        let document = try JSON.document(text, name: "order")
        record.spent = try spent(document)
        record.returned = try returned(document)
        record.corrected = try corrected(document)
        if let moment = document["returnedAt"]?.int64 { record.returnedAt = Instant(milliseconds: moment) }
    }

    private static func corrected(_ document: JSON) throws(MalformedDocument) -> OrderRecord.Corrected? {
        guard let kept = document["corrected"] else { return nil }
        var parts = try Fields(kept, in: "corrected")
        var corrected = OrderRecord.Corrected(gifts: [], lots: [], earned: [])
        var fields = try parts.fields()
        while !fields.isAtEnd {
            let (rule, wallet) = (try fields.key(), try fields.key())
            corrected.gifts.append(
                OrderRecord.Paid.Gift(rule: rule, wallet: wallet, points: try fields.points())
            )
        }
        fields = try parts.fields()
        while !fields.isAtEnd {
            let (wallet, lot) = (try fields.key(), try fields.number())
            corrected.lots.append(OrderRecord.EarnedLot(wallet: wallet, lot: lot, points: try fields.points()))
        }
        fields = try parts.fields()
        while !fields.isAtEnd {
            let wallet = try fields.key()
            corrected.earned.append(OrderRecord.Corrected.Earned(wallet: wallet, points: try fields.points()))
        }
        guard !parts.isAtEnd else { return corrected }
        fields = try parts.fields()
        while !fields.isAtEnd {
            let (achievement, added) = (try fields.key(), try fields.number())
            corrected.progress.append(
                OrderRecord.Progress(achievement: achievement, added: added, reached: try fields.number())
            )
        }
        return corrected
    }

    /// What was paid back for the parts of an order that came back, in minor units.
    static func paidBack(_ text: String) throws(MalformedDocument) -> Int64 {
        try returned(try JSON.document(text, name: "order")).lines.reduce(0) { $0 + $1.net }
    }

    /// What came back of each line of an order, in their order; empty where nothing did.
    static func returnedLines(_ text: String) throws(MalformedDocument) -> [OrderRecord.Returned.Line] {
        try returned(try JSON.document(text, name: "order")).lines
    }

    private static func spent(_ document: JSON) throws(MalformedDocument) -> [OrderRecord.SpentLot] {
        guard let kept = document["spent"] else { return [] }
        var fields = try Fields(kept, in: "spent")
        var spent: [OrderRecord.SpentLot] = []
        while !fields.isAtEnd {
            let wallet = try fields.key()
            let lot = try fields.lot()
            spent.append(OrderRecord.SpentLot(wallet: wallet, lot: lot, points: try fields.points()))
        }
        return spent
    }

    private static func returned(_ document: JSON) throws(MalformedDocument) -> OrderRecord.Returned {
        var returned = OrderRecord.Returned()
        if let kept = document["lines"] {
            var fields = try Fields(kept, in: "lines")
            while !fields.isAtEnd {
                let quantity = try fields.number()
                returned.lines.append(OrderRecord.Returned.Line(quantity: quantity, net: try fields.number()))
            }
        }
        if let kept = document["wallets"] {
            var fields = try Fields(kept, in: "wallets")
            while !fields.isAtEnd {
                let wallet = try fields.key()
                let (givenBack, clawedBack) = (try fields.points(), try fields.points())
                returned.wallets.append(
                    OrderRecord.Returned.Wallet(
                        wallet: wallet,
                        givenBack: givenBack,
                        clawedBack: clawedBack,
                        lapsed: try fields.points()
                    )
                )
            }
        }
        return returned
    }
}

/// What was paid for what is kept of an order.
///
/// - Parameters:
///   - total: What was paid for all of it, in minor units.
///   - currency: Of what.
///   - document: What came of the order since; none where nothing came back in parts.
/// - Returns: The amount; 0 or more.
/// - Throws: where the document is none of ours.
func keptMoney(_ total: Int64, _ currency: Currency, document: String?) throws(MalformedDocument) -> Money {
    let paidBack = try document.map { text throws(MalformedDocument) in try OrderDocument.paidBack(text) } ?? 0
    guard let money = try? Money(minorUnits: total - paidBack, currency: currency) else {
        throw MalformedDocument(field: "amount")
    }
    return money
}
