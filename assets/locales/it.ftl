### Quello che leggono i visitatori, in italiano.

## L’elenco delle porte

welcome = Ti diamo il benvenuto
doors-hint =
    { $count ->
        [one] Raggiungere la porta, poi toccare il pulsante per aprirla.
       *[other] Scegliere la porta davanti a cui ci si trova.
    }
unlock = Apri
door-unnamed = Porta { $number }
state-unlocked = Ora sbloccata
state-offline = Al momento offline
state-locked-down = Al momento bloccata per tutti
state-not-set-up = Non ancora configurata
other-doors = Altre porte
filter = Cerca una porta
filter-none = Nessuna porta con questo nome
check-again = Aggiorna
as-of = Ultimo controllo: { $time }

## Dopo il tocco

unlocked = { $door }: serratura sbloccata
unlocked-advice = Ora si può aprire. La porta si blocca di nuovo da sola.
already-unlocked = { $door }: serratura già sbloccata
already-unlocked-advice = Si può aprire.
already-opening = { $door }: sblocco già in corso
already-opening-advice = Un momento, poi provare ad aprire.
door-unlocked = La serratura è sbloccata
door-problem = { $door }: { $problem }

## Mentre una porta si sblocca, e quando il telefono non ha campo

unlocking = Un attimo…
unlocked-now = Sbloccata: si può aprire
no-answer-yet = Ancora nessuna risposta. Provare ad aprire o attendere un momento.

no-network-title = Il telefono è offline
no-network-text = Non è stato inviato nulla e non è stata sbloccata nessuna porta.
no-network-advice = Appena torna il campo, toccare di nuovo il pulsante.

## Conferma prima di sbloccare una porta

confirm-question = Aprire { $door }?
confirm-yes = Sì, apri
confirm-no = Annulla
confirm-title = Conferma richiesta
confirm-text = Questa porta si sblocca solo dopo la conferma. È ancora bloccata.
confirm-advice = Toccare di nuovo la porta e confermare.

## Quando vale il link. $time è per esempio «14:30», $day è «oggi», «venerdì» o «3 dicembre», $duration è «1 h 35 min»

from-when = Inizio: { $day }, ore { $time }
until-when = fine: { $day }, ore { $time }
in-duration = tra { $duration }

## Intorno alla pagina

language = Lingua
close = Chiudi
printed = Aprire questo link sul telefono per aprire le porte. Un foglio stampato non apre nulla.

hand-over-title = Continuare sul telefono
hand-over-text = Inquadrare questo codice con la fotocamera del telefono.
hand-over-code = Codice QR di questa pagina

## Quando qualcuno non riesce a proseguire

contact-title = Serve aiuto?
call = Chiama
call-name = Chiama { $name }
write = Scrivi un’e-mail
reference = Riferimento per l’assistenza: { $code }

## Che cosa può andare storto: titolo, che cosa è successo, che cosa fare ora

unknown-link-title = Questo link non funziona
unknown-link-text = Forse è stato copiato solo in parte o sostituito da uno più recente.
unknown-link-advice = Aprire di nuovo il link dal messaggio ricevuto o chiederne uno nuovo a chi lo ha inviato.

expired-title = Questo link è scaduto
expired-text = Non è più valido e non apre più nessuna porta.
expired-advice = Chiederne uno nuovo a chi lo ha inviato.

withdrawn-title = Questo link è stato revocato
withdrawn-text = È stato disattivato e non apre più nessuna porta.
withdrawn-advice = Se serve ancora entrare, rivolgersi a chi lo ha inviato.

not-yet-valid-title = È ancora presto
not-yet-valid-text = Il link va bene, ma non è ancora valido.
not-yet-valid-advice = Riaprirlo quando l’accesso inizia. Non serve un link nuovo.

outside-hours-title = Fuori dagli orari di accesso
outside-hours-text = Il link va bene, ma in questo momento non apre le porte.
outside-hours-advice = Riprovare negli orari indicati o rivolgersi a chi ha inviato il link.

refused-title = Nessun accesso con questo link
refused-text = Il sistema di accesso non consente a questo link di aprire la porta.
refused-advice = Rivolgersi a chi ha inviato il link.

unknown-door-title = Questo link non apre quella porta
unknown-door-text = Non è, o non è più, tra quelle che è possibile aprire.
unknown-door-advice = Scegliere una delle porte mostrate.

cross-site-title = Questa richiesta non viene dal link ricevuto
cross-site-text = Un altro sito web ha tentato di sbloccare una porta. Non è stato sbloccato nulla.
cross-site-advice = Aprire il link dal messaggio ricevuto e scegliere lì la porta.

locked-down-title = Al momento bloccata per tutti
locked-down-text = Questa porta è stata bloccata per tutti. Nessun link può sbloccarla ora.
locked-down-advice = In caso di allarme, allontanarsi dalla porta. Altrimenti chiedere al personale.

alarm-title = L’allarme è attivo: non entrare
alarm-text = L’allarme dell’edificio è attivo, perciò la serratura non è stata sbloccata.
alarm-advice = Allontanarsi dalla porta e chiamare chi ha fatto l’invito.

not-set-up-title = Questa porta non è ancora configurata
not-set-up-text = La serratura non è collegata, quindi non si può sbloccare da qui.
not-set-up-advice = Usare un’altra porta o chiedere al personale.

rate-limited-title = Un attimo di pazienza
rate-limited-text = Al momento ci sono troppe richieste. Questa volta non è stato sbloccato nulla.
rate-limited-advice = Attendere un minuto, poi riprovare.

offline-title = Questa porta è offline
offline-text = Al momento non è raggiungibile, quindi non è stata sbloccata.
offline-advice = Riprovare tra un minuto, usare un’altra porta o chiedere al personale.

busy-title = Alla porta serve qualche secondo
busy-text = La serratura è occupata, quindi non è stata sbloccata.
busy-advice = Attendere qualche secondo, poi riprovare.

unavailable-title = Al momento le porte non sono raggiungibili
unavailable-text = Il sistema di accesso non risponde. Il problema non è il link.
unavailable-advice = Se si era già scelta una porta, provare prima ad aprirla. Altrimenti riprovare tra un momento.

timeout-title = Nessuna risposta dalla porta
timeout-text = Forse è stata sbloccata, forse no.
timeout-advice = Provare ad aprire. Se la porta non si apre, toccare di nuovo il pulsante.

## Pagine senza porta

waiting-title = Ricerca delle porte…
waiting-text = Un attimo di pazienza. Le porte appariranno qui da sole.

empty-title = Ancora nessuna porta
empty-text = Questo link funziona, ma non gli è stata assegnata nessuna porta.
empty-advice = Chiedere a chi lo ha inviato di aggiungere le porte necessarie.

not-found-title = Pagina non trovata
not-found-text = Forse l’indirizzo è incompleto.
not-found-advice = Aprire di nuovo il link dal messaggio ricevuto.

bad-request-title = Qualcosa non ha funzionato
bad-request-text = La richiesta non viene da una delle nostre pagine, oppure è incompleta.
bad-request-advice = Aprire il link dal messaggio ricevuto e scegliere lì una porta.

home-title = Aprire il link dal messaggio ricevuto
home-text = Per vedere le porte serve il link personale ricevuto.
home-advice = Cercarlo tra le e-mail o i messaggi e aprirlo sul telefono.

## L’e-mail con il link. $brand è chi invita, $place l’edificio, $name la persona invitata

mail-subject = Accesso personale: { $place }
mail-title = Accesso personale: { $place }
mail-greeting = Buongiorno { $name },
mail-intro = { $brand } ha preparato un link personale. Permette di aprire le porte con il telefono.
mail-intro-place = { $brand } ha preparato un link personale per { $place }. Permette di aprirne le porte con il telefono.
mail-from = Valido da
mail-until = Valido fino a
mail-button = Mostra le mie porte
mail-hint = Aprire il link sul telefono una volta davanti alla porta.
mail-url = Se il pulsante non funziona, aprire questo indirizzo:
mail-directions = Come arrivare
mail-code = Oppure mostrare questo codice al lettore accanto alla porta.
mail-code-name = Codice QR per il lettore
mail-keep = Questo link funziona come una chiave: si prega di non darlo ad altri.
mail-why = Questa e-mail arriva perché { $brand } ha concesso un accesso personale. Se non era attesa, si prega di eliminarla.
mail-signature = { $brand }
