"""Sentences of our own in many languages, put together from parts, for what is measured on letters beyond ASCII."""

import random

Parts = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]  # who, does what, where or when


def _parts(text: str) -> Parts:
    """Three lines of parts, divided by bars."""
    who, what, where = (tuple(part.strip() for part in line.split("|")) for line in text.strip().splitlines())
    return who, what, where


TONGUES: dict[str, Parts] = {
    "en": _parts("""
        The miller’s daughter | A patient beekeeper | The “Lantern” choir | Our oldest ferryman | The café owner | Nobody – not even the baker –
        mends the weathervane | counts the neighbours’ pears | sings about the moss garden | oils the cheese loft’s hinges | pays £3 for a kite | keeps the ladder at 12° above the pond
        before the rain comes. | behind the old mill… | on market day, as ever. | for the children’s fair. | with a borrowed spade. | while the kettle sings."""),
    "es": _parts("""
        El coro del puerto | La señora del jardín | El niño más pequeño | Ningún pájaro | ¿Quién, sino el panadero, | La compañía de títeres
        cantó una canción | dibujó la montaña | encontró el paraguas | pintó el balcón de azul | llevó piñas y melocotón | abrió el cajón del reloj
        después de la lluvia. | en la bahía de los cañaverales. | durante el año más cálido. | según el capitán. | mañana por la mañana. | “sin razón”, dijo él."""),
    "fr": _parts("""
        La fermière du hameau | Le vieux pêcheur | L’élève rêveuse | Aucun forgeron | Notre chère voisine | Le garçon à la brouette
        a réparé la fenêtre | goûte la crème brûlée | achète une forêt de fougères | plaça le gâteau sur l’étagère | préfère la lumière | a peint où il fallait « Noël »
        près de la rivière gelée. | à la tombée de l’été. | là où naît le cœur du bois. | déjà depuis février. | malgré l’orage, ça et là. | jusqu’à l’aube."""),
    "de": _parts("""
        Der müde Gärtner | Die fröhliche Bäckerin | Ein großer Löwenzahn | Unsere Schwäne | Das kleine Mädchen | „Der Brückenwärter“
        öffnet die Tür zur Mühle | zählt die Äpfel | hört süße Lieder | grüßt den König der Frösche | läuft über die Straße | schält weiße Rüben
        während der Kälte. | für das schöne Fest. | am späten Frühlingstag. | östlich des Flusses. | zwölf Stunden später. | ohne Maß und Übermut."""),
    "pt": _parts("""
        O capitão da balsa | A irmã do padeiro | NÃO É O JOÃO, | As crianças da estação | O coração da aldeia | A canção e o pão
        vão à feira de manhã | constrói um balão | põe limões no cestinho | não esquece a lição | verá o avô sair | traz água às nespereiras
        até o próximo verão. | SEM RAZÃO, POIS NÃO. | depois da estação chuvosa. | às três da tarde. | além do portão. | com emoção."""),
    "ru": _parts("""
        Старый мельник | Наша соседка | Маленький кузнец | Весёлый хор | Никто из рыбаков | Учительница музыки
        чинит лестницу в саду | считает груши и сливы | поёт о зелёной лодке | рисует высокий маяк | несёт корзину яблок | открывает окно мастерской
        перед большим дождём. | у тихой пристани. | весной 2006г. по утрам. | вместе с детьми. | под широким мостом. | после ярмарки."""),
    "ko": _parts("""
        늙은 방앗간지기는 | 이웃집 아주머니는 | 과수원의 아이들은 | 항구의 합창단은 | 젊은 대장장이는 | 우리 뱃사공은
        배나무 사다리를 고치고 | 등불에 호두 기름을 붓고 | 푸른 지붕을 다시 칠하고 | 바구니에 사과를 담고 | 오래된 노래를 부르고 | 벌통을 언덕으로 옮기고
        저녁에 집으로 돌아간다. | 비가 오기를 기다린다. | 10월 20일 장날에 다시 모인다. | 시냇가에서 쉬었다. | 이야기를 나누었다고 한다. | 창문을 닫는다."""),
    "zh": _parts("""
        年老的磨坊主 | 隔壁的阿姨 | 果园里的孩子们 | 港口的合唱队 | 年轻的铁匠 | 我们的船夫
        修好了梨树下的梯子， | 把灯装满了核桃油， | 重新粉刷了蓝色的屋顶， | 往篮子里放苹果， | 唱着古老的歌， | 把蜂箱搬到山坡上，
        傍晚回家去了。 | 等着下雨。 | 10月20日集市再相聚。 | 在小溪边休息。 | 大家都很高兴。 | 然后关上窗户。"""),
    "zh-tw": _parts("""
        年老的磨坊主人 | 隔壁的阿姨 | 果園裡的孩子們 | 港口的合唱隊 | 年輕的鐵匠 | 我們的船夫
        修好了梨樹下的梯子， | 把燈裝滿了核桃油， | 重新粉刷了藍色的屋頂， | 往籃子裡放蘋果， | 唱著古老的歌， | 把蜂箱搬到山坡上，
        傍晚回家去了。 | 等著下雨。 | 10月20日市集再相聚。 | 在小溪邊休息。 | 大家都很高興。 | 然後關上窗戶。"""),
    "ja": _parts("""
        年老いた粉ひきは | 隣のおばさんは | 果樹園の子どもたちは | 港の合唱団は | 若い鍛冶屋は | わたしたちの船頭は
        梨の木のはしごを直し、 | ランプにくるみ油を入れ、 | 青い屋根を塗りなおし、 | かごにりんごを入れ、 | 古い歌をうたい、 | 巣箱を丘に運び、
        夕方に家へ帰った。 | 雨を待っている。 | 9月14日の市にまた集まる。 | 小川のそばで休んだ。 | みんなで笑った。 | 窓をしめた。"""),
    "ar": _parts("""
        الطحان العجوز | جارتنا الطيبة | أطفال البستان | فرقة الميناء | الحداد الشاب | صاحب القارب
        يصلح السلم الخشبي | يعد ثمار الكمثرى | يغني للحديقة الخضراء | يرسم المنارة العالية | يحمل سلة التفاح | يفتح نافذة الورشة
        قبل نزول المطر. | عند الرصيف الهادئ. | كل صباح في الربيع. | مع الأولاد. | تحت الجسر الواسع. | بعد السوق."""),
    "vi": _parts("""
        Người thợ xay già | Bà hàng xóm tốt bụng | Lũ trẻ trong vườn | ĐÃ ĐẾN LÚC, ÂU CƠ | Anh thợ rèn trẻ | Ông lái đò
        sửa chiếc thang gỗ | đếm những quả lê | hát về khu vườn xanh | đã vẽ ngọn hải đăng | mang giỏ táo đỏ | mở cửa sổ xưởng
        trước cơn mưa lớn. | ở bến đò yên tĩnh. | mỗi sáng mùa xuân. | cùng các em nhỏ. | dưới cây cầu rộng. | sau phiên chợ."""),
    "pl": _parts("""
        Stary młynarz | Nasza sąsiadka | Mały kowal | Wesoły chór | Żaden rybak | Nauczycielka śpiewu
        naprawia drabinę | liczy gruszki i śliwki | śpiewa o zielonej łódce | rysuje wysoką wieżę | niesie kosz jabłek | otwiera okno późno
        przed dużym deszczem. | nad cichą przystanią. | każdego ranka. | razem z dziećmi. | pod szerokim mostem. | po święcie."""),
    "el": _parts("""
        Ο γέρος μυλωνάς | Η γειτόνισσα | Τα παιδιά του κήπου | Η χορωδία | Ο νέος σιδεράς | Ο βαρκάρης μας
        φτιάχνει τη σκάλα | μετράει τα αχλάδια | τραγουδάει για τη βάρκα | ζωγραφίζει τον φάρο | κουβαλάει μήλα | ανοίγει το παράθυρο
        πριν από τη βροχή. | στην ήσυχη αποβάθρα. | κάθε πρωί. | μαζί με τα παιδιά. | κάτω από τη γέφυρα. | μετά το παζάρι."""),
    "uk": _parts("""
        Старий мельник | Наша сусідка | Маленький коваль | Веселий хор | Ніхто з рибалок | Вчителька музики
        лагодить драбину в садку | лічить груші й сливи | співає про зелений човен | малює високий маяк | несе кошик яблук | відчиняє вікно майстерні
        перед великим дощем. | біля тихої пристані. | кожного ранку навесні. | разом із дітьми. | під широким мостом. | після ярмарку."""),
    "bg": _parts("""
        Старият воденичар | Нашата съседка | Малкият ковач | Веселият хор | Никой от рибарите | Учителката по музика
        поправя стълбата в градината | брои крушите и сливите | пее за зелената лодка | рисува високия фар | носи кошница ябълки | отваря прозореца на ателието
        преди големия дъжд. | край тихия пристан. | всяка сутрин през пролетта. | заедно с децата. | под широкия мост. | след панаира."""),
    "he": _parts("""
        הטוחן הזקן | השכנה הטובה שלנו | ילדי הבוסתן | מקהלת הנמל | הנפח הצעיר | בעל הסירה
        מתקן את סולם העץ | סופר את האגסים | שר על הגן הירוק | מצייר את המגדלור הגבוה | נושא סל תפוחים | פותח את חלון הסדנה
        לפני הגשם הגדול. | ליד הרציף השקט. | בכל בוקר באביב. | יחד עם הילדים. | מתחת לגשר הרחב. | אחרי השוק."""),
    "th": _parts("""
        คนโม่แป้งชรา | เพื่อนบ้านของเรา | เด็กๆในสวน | คณะนักร้องของท่าเรือ | ช่างตีเหล็กหนุ่ม | คนแจวเรือ
        ซ่อมบันไดไม้ | นับลูกแพร์ | ร้องเพลงเกี่ยวกับสวนสีเขียว | วาดประภาคารสูง | ถือตะกร้าแอปเปิล | เปิดหน้าต่างโรงงาน
        ก่อนฝนตกหนัก | ที่ท่าเรืออันเงียบสงบ | ทุกเช้าในฤดูใบไม้ผลิ | พร้อมกับเด็กๆ | ใต้สะพานกว้าง | หลังงานตลาด"""),
    "tr": _parts("""
        Yaşlı değirmenci | İyi komşumuz | Bahçedeki çocuklar | Limanın korosu | Genç demirci | Kayıkçımız
        ahşap merdiveni onarıyor | armutları sayıyor | yeşil bahçe için şarkı söylüyor | yüksek feneri çiziyor | elma sepetini taşıyor | atölyenin penceresini açıyor
        büyük yağmurdan önce. | sessiz iskelede. | ilkbaharda her sabah. | çocuklarla birlikte. | geniş köprünün altında. | pazardan sonra."""),
    "cs": _parts("""
        Starý mlynář | Naše sousedka | Malý kovář | Veselý sbor | Žádný z rybářů | Učitelka zpěvu
        opravuje žebřík v zahradě | počítá hrušky a švestky | zpívá o zelené loďce | kreslí vysoký maják | nese košík jablek | otevírá okno dílny
        před velkým deštěm. | u tichého přístavu. | každé ráno na jaře. | společně s dětmi. | pod širokým mostem. | po jarmarku."""),
    "hu": _parts("""
        Az öreg molnár | A jó szomszédunk | A kert gyerekei | A kikötő kórusa | A fiatal kovács | A révészünk
        megjavítja a létrát | számolja a körtéket | énekel a zöld kertről | lerajzolja a magas tornyot | almát visz a kosárban | kinyitja a műhely ablakát
        a nagy eső előtt. | a csendes mólónál. | minden tavaszi reggelen. | a gyerekekkel együtt. | a széles híd alatt. | a vásár után."""),
    "da": _parts("""
        Den gamle møller | Vores gode nabo | Børnene i haven | Havnens kor | Den unge smed | Vores færgemand
        lægger stigen på græsset | tæller pærer og blommer | synger om den grønne båd | tegner det høje fyrtårn | bærer en kurv æbler | åbner værkstedets vindue
        før den store regn. | ved den stille mole. | hver morgen om foråret. | sammen med børnene. | under den brede bro. | efter markedet."""),
    "fi": _parts("""
        Vanha mylläri | Hyvä naapurimme | Puutarhan lapset | Sataman kuoro | Nuori seppä | Lautturimme
        korjaa tikkaita pihalla | laskee päärynöitä | laulaa vihreästä veneestä | piirtää korkean majakan | kantaa omenakoria | avaa työpajan ikkunan
        ennen suurta sadetta. | hiljaisella laiturilla. | joka aamu keväällä. | yhdessä lasten kanssa. | leveän sillan alla. | markkinoiden jälkeen."""),
}


def text(tongue: str, size: int, draw: random.Random, *, among: str | None = None) -> str:
    """About so many characters in a language, in lines; `among` mixes in a sentence of another for every eight."""
    lines: list[str] = []
    length = 0
    while length < size:
        at_hand = among if among and len(lines) % 8 == 1 else tongue
        lines.append(" ".join(draw.choice(part) for part in TONGUES[at_hand]))
        length += len(lines[-1]) + 1
    return "\n".join(lines)[:size].rstrip() + "\n"
