extension Names {
    static let thaiWomen = [
        ThaiName("มาลี", "Malee"), ThaiName("สุดา", "Suda"), ThaiName("พิมพ์ชนก", "Pimchanok"),
        ThaiName("กัญญารัตน์", "Kanyarat"),
        ThaiName("ณัฐธิดา", "Natthida"), ThaiName("วราภรณ์", "Waraporn"), ThaiName("ศิริพร", "Siriporn"),
        ThaiName("ปาริชาติ", "Parichat"),
        ThaiName("ชลธิชา", "Chonthicha"), ThaiName("อรอุมา", "Onuma"), ThaiName("นันทนา", "Nanthana"),
        ThaiName("เบญจมาศ", "Benchamat"),
        ThaiName("รุ่งนภา", "Rungnapha"), ThaiName("กมลชนก", "Kamonchanok"), ThaiName("สุภาวดี", "Supawadee"),
        ThaiName("จิราพร", "Jiraporn"),
        ThaiName("ธัญชนก", "Thanchanok"), ThaiName("ปวีณา", "Paweena"), ThaiName("ลลิตา", "Lalita"),
        ThaiName("อัญชลี", "Anchalee"),
    ]
    static let thaiMen = [
        ThaiName("สมชาย", "Somchai"), ThaiName("ณัฐวุฒิ", "Nattawut"), ThaiName("ธนกร", "Thanakorn"),
        ThaiName("กิตติพงษ์", "Kittipong"),
        ThaiName("พีรพัฒน์", "Peerapat"), ThaiName("อนุชา", "Anucha"), ThaiName("วิชัย", "Wichai"),
        ThaiName("ชัยวัฒน์", "Chaiwat"),
        ThaiName("ศุภชัย", "Supachai"), ThaiName("ปิยะ", "Piya"), ThaiName("เกียรติศักดิ์", "Kiattisak"),
        ThaiName("ภูมิ", "Phum"),
        ThaiName("จักรพันธ์", "Jakkaphan"), ThaiName("ธีรเดช", "Theeradet"), ThaiName("นพดล", "Noppadon"),
        ThaiName("รัฐพล", "Rattaphon"),
        ThaiName("สุรศักดิ์", "Surasak"), ThaiName("อภิสิทธิ์", "Aphisit"), ThaiName("ปกรณ์", "Pakorn"),
        ThaiName("วรวิทย์", "Worawit"),
    ]
    static let thaiLast = [
        ThaiName("ศรีสุวรรณ", "Srisuwan"), ThaiName("แสงทอง", "Saengthong"), ThaiName("ใจดี", "Jaidee"),
        ThaiName("วงศ์สวัสดิ์", "Wongsawat"),
        ThaiName("บุญมี", "Boonmee"), ThaiName("ทองคำ", "Thongkham"), ThaiName("รักไทย", "Rakthai"),
        ThaiName("พรหมมา", "Phromma"),
        ThaiName("สุขใจ", "Sukjai"), ThaiName("จันทร์เพ็ญ", "Chanpen"), ThaiName("มณีรัตน์", "Maneerat"),
        ThaiName("ชัยมงคล", "Chaimongkol"),
        ThaiName("อินทร์แก้ว", "Inkaew"), ThaiName("ศิริวัฒน์", "Siriwat"), ThaiName("แก้วมณี", "Kaewmanee"),
        ThaiName("เจริญสุข", "Charoensuk"),
        ThaiName("ปัญญาดี", "Panyadee"), ThaiName("ธรรมรักษ์", "Thammarak"), ThaiName("สายทอง", "Saithong"),
        ThaiName("นาคสวัสดิ์", "Naksawat"),
    ]
}
