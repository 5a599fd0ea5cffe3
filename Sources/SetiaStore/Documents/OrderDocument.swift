internal import JSONText
internal import SetiaCore
internal import SetiaService

/// The points that helped to pay an order: the lots they came from, in the order they were drawn.
///
/// ```json
/// {"v":1,"spent":["points",NUMBER,OPENED,LEFT,ACTIVE,EXPIRES,POINTS,…]}
/// ```
enum OrderDocument {
    /// The document of `spent`.
    static func text(ofSpent spent: [OrderRecord.SpentLot]) -> String {
        var json = JSONWriter()
        json.beginObject()
        json.number("v", 1)
        if !spent.isEmpty {
            json.key("spent")
            json.beginArray()
            for part in spent {
                json.element(part.wallet)
                json.lot(part.lot)
                json.element(part.points)
            }
            json.endArray()
        }
        json.endObject()
        return json.text
    }

    /// The lots in the document `text`.
    static func spent(_ text: String) throws(MalformedDocument) -> [OrderRecord.SpentLot] {
        let document = try JSON.document(text, name: "order")
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
}
