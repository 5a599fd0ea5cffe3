package import SetiaCore

/// What is kept of suppliers and of what is ordered of them, to be read; a part of `Archive`.
package protocol SupplierArchive: AnyObject {
    /// All suppliers, by name.
    func suppliers() throws -> [SupplierRecord]
    /// Orders of which something is to be done by a moment, those first that are due longest, at most `limit`.
    func supplierOrders(dueBy moment: Instant, limit: Int) throws -> [SupplierOrder]
    /// The orders of a redemption, by their places.
    func supplierOrders(of member: MemberID, redemption: Key) throws -> [SupplierOrder]
}

/// What is kept of suppliers and of what is ordered of them, to be written; a part of `Ledger`.
package protocol SupplierLedger: SupplierArchive {
    /// Adds a supplier, or changes it.
    func save(_ record: SupplierRecord) throws
    /// Takes a supplier away; whether it was there.
    func removeSupplier(_ name: Key) throws -> Bool
    /// Takes an order as it was read for whoever asks, and counts an attempt; whether nobody else has taken it since.
    func take(_ order: SupplierOrder, until moment: Instant) throws -> Bool
    /// Writes where an order stands; what is final stays as it is.
    func settle(_ order: SupplierOrder) throws
}
