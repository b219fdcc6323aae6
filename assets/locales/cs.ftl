### Co čtou návštěvníci, česky.

## Seznam dveří

welcome = Vítejte
doors-hint =
    { $count ->
        [one] Přejděte ke dveřím a pak je tlačítkem odemkněte.
        [few] Vyberte dveře, u kterých stojíte.
        [many] Vyberte dveře, u kterých stojíte.
       *[other] Vyberte dveře, u kterých stojíte.
    }
unlock = Odemknout
door-unnamed = Dveře { $number }
state-unlocked = Nyní odemčeno
state-offline = Momentálně offline
state-locked-down = Nyní uzamčeno pro všechny
state-not-set-up = Zatím nenastaveno
other-doors = Další dveře
filter = Hledat dveře
filter-none = Žádné dveře s tímto názvem
check-again = Obnovit
as-of = Naposledy zkontrolováno: { $time }

## Po klepnutí

unlocked = { $door }: odemčeno
unlocked-advice = Můžete otevřít. Dveře se pak samy zamknou.
already-unlocked = { $door }: už je odemčeno
already-unlocked-advice = Můžete otevřít.
already-opening = { $door }: už se odemyká
already-opening-advice = Chvilku počkejte a pak zkuste dveře otevřít.
door-unlocked = Dveře jsou odemčené
door-problem = { $door }: { $problem }

## Během odemykání a když telefon nemá signál

unlocking = Moment…
unlocked-now = Odemčeno: můžete otevřít
no-answer-yet = Zatím bez odpovědi. Zkuste dveře otevřít, nebo chvilku počkejte.

no-network-title = Váš telefon je offline
no-network-text = Nic se neodeslalo a nic se neodemklo.
no-network-advice = Jakmile budete mít signál, klepněte na tlačítko ještě jednou.

## Dotaz před odemknutím dveří

confirm-question = Odemknout „{ $door }“?
confirm-yes = Ano, odemknout
confirm-no = Zrušit
confirm-title = Potvrďte prosím
confirm-text = Tyto dveře se odemknou až po vašem potvrzení. Jsou stále zamčené.
confirm-advice = Klepněte na dveře znovu a potvrďte.

## Kdy odkaz platí. $time je třeba „14:30“, $day je „dnes“, „pátek“ nebo „3. prosince“, $duration je „1 h 35 min“

from-when = Od: { $day }, { $time }
until-when = do: { $day }, { $time }
in-duration = za { $duration }

## Kolem stránky

language = Jazyk
close = Zavřít
printed = Otevřete tento odkaz v telefonu a odemkněte jím dveře. Výtisk nic neotevře.

hand-over-title = Pokračujte v telefonu
hand-over-text = Naskenujte tento kód fotoaparátem v telefonu.
hand-over-code = QR kód této stránky

## Když si návštěvník neví rady

contact-title = Potřebujete pomoc?
call = Zavolat
call-name = Zavolat: { $name }
write = Napsat e-mail
reference = Kód pro podporu: { $code }

## Co může být špatně: nadpis, co se stalo, co teď dělat

unknown-link-title = Tento odkaz nefunguje
unknown-link-text = Možná se zkopírovala jen jeho část, nebo ho nahradil novější.
unknown-link-advice = Otevřete odkaz ze své zprávy ještě jednou, nebo požádejte odesílatele o nový.

expired-title = Platnost odkazu vypršela
expired-text = Platil jen určitou dobu a teď už žádné dveře neotevírá.
expired-advice = Požádejte odesílatele o nový.

withdrawn-title = Tento odkaz byl zrušen
withdrawn-text = Byl vypnut a už neotevírá žádné dveře.
withdrawn-advice = Pokud se ještě potřebujete dostat dovnitř, obraťte se na odesílatele.

not-yet-valid-title = Ještě je brzy
not-yet-valid-text = Odkaz je v pořádku, ale zatím neplatí.
not-yet-valid-advice = Otevřete ho znovu, až začne platit. Nový odkaz nepotřebujete.

outside-hours-title = Mimo vaši dobu přístupu
outside-hours-text = Odkaz je v pořádku, ale teď dveře neotevírá.
outside-hours-advice = Zkuste to znovu v určené době, nebo se obraťte na odesílatele.

refused-title = S tímto odkazem nemáte přístup
refused-text = Přístupový systém nedovoluje tomuto odkazu dveře otevřít.
refused-advice = Obraťte se na odesílatele odkazu.

unknown-door-title = Tento odkaz tyto dveře neotevírá
unknown-door-text = Nejsou, nebo už nejsou mezi těmi, které můžete otevřít.
unknown-door-advice = Vyberte jedny ze zobrazených dveří.

cross-site-title = Tento požadavek nepřišel z vašeho odkazu
cross-site-text = Dveře se pokusil odemknout jiný web. Nic se neodemklo.
cross-site-advice = Otevřete odkaz ze své zprávy a vyberte dveře tam.

locked-down-title = Nyní uzamčeno pro všechny
locked-down-text = Tyto dveře byly uzamčeny pro všechny. Žádný odkaz je teď neodemkne.
locked-down-advice = Při poplachu odejděte ode dveří. Jinak se zeptejte na místě.

alarm-title = Alarm je zapnutý: nevstupujte
alarm-text = Alarm v budově je zapnutý, proto se dveře neodemkly.
alarm-advice = Odejděte ode dveří a zavolejte tomu, kdo vás pozval.

not-set-up-title = Tyto dveře zatím nejsou nastavené
not-set-up-text = Jejich zámek není připojený, proto je odsud nelze odemknout.
not-set-up-advice = Použijte jiné dveře, nebo se zeptejte na místě.

rate-limited-title = Moment, prosím
rate-limited-text = Systém má teď příliš mnoho práce. Tentokrát se nic neodemklo.
rate-limited-advice = Minutu počkejte a pak to zkuste znovu.

offline-title = Tyto dveře jsou offline
offline-text = Teď s nimi není spojení, proto se neodemkly.
offline-advice = Zkuste to znovu za minutu, použijte jiné dveře, nebo se zeptejte na místě.

busy-title = Dveře potřebují pár sekund
busy-text = Zámek má teď jinou práci, proto se dveře neodemkly.
busy-advice = Pár sekund počkejte a pak to zkuste znovu.

unavailable-title = S dveřmi teď není spojení
unavailable-text = Přístupový systém neodpovídá. Vaším odkazem to není.
unavailable-advice = Pokud jste už dveře vybrali, zkuste je nejdřív otevřít. Jinak to za chvíli zkuste znovu.

timeout-title = Dveře neodpověděly
timeout-text = Možná se odemkly, možná ne.
timeout-advice = Zkuste dveře otevřít. Pokud to nejde, klepněte na tlačítko znovu.

## Stránky bez dveří

waiting-title = Hledáme vaše dveře…
waiting-text = Moment, prosím. Objeví se tu samy.

empty-title = Zatím žádné dveře
empty-text = Odkaz funguje, ale žádné dveře k němu nejsou přidané.
empty-advice = Požádejte odesílatele, ať přidá dveře, které potřebujete.

not-found-title = Stránka nenalezena
not-found-text = Adresa je možná neúplná.
not-found-advice = Otevřete odkaz ze své zprávy ještě jednou.

bad-request-title = To se nepovedlo
bad-request-text = Požadavek nepřišel z našich stránek, nebo byl neúplný.
bad-request-advice = Otevřete odkaz ze své zprávy a vyberte dveře tam.

home-title = Otevřete odkaz ze své zprávy
home-text = Ke dveřím se dostanete přes osobní odkaz, který jste dostali.
home-advice = Najděte ho v e-mailu nebo ve zprávách a otevřete ho v telefonu.

## E-mail s odkazem. $brand je ten, kdo zve, $place je budova, $name je pozvaná osoba

mail-subject = Váš přístup: { $place }
mail-title = Váš přístup: { $place }
mail-greeting = Dobrý den, { $name },
mail-intro = { $brand } vám posílá osobní odkaz. Odemknete jím dveře z telefonu.
mail-intro-place = { $brand } vám posílá osobní odkaz. Odemknete jím z telefonu dveře na tomto místě: { $place }.
mail-from = Platí od
mail-until = Platí do
mail-button = Zobrazit moje dveře
mail-hint = Otevřete odkaz v telefonu, až budete u dveří.
mail-url = Pokud tlačítko nefunguje, otevřete tuto adresu:
mail-directions = Jak se tam dostanete
mail-code = Nebo tento kód přiložte ke čtečce vedle dveří.
mail-code-name = QR kód pro čtečku
mail-keep = Tento odkaz funguje jako klíč, proto ho prosím nikomu nepředávejte.
mail-why = Tento e-mail dostáváte, protože vám { $brand } umožňuje přístup. Pokud jste ho nečekali, smažte ho prosím.
mail-signature = { $brand }
