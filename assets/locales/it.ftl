### Quello che leggono i visitatori, in italiano.

## L’elenco delle porte

welcome = Benvenuti
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
check-again = Controlla di nuovo
as-of = Lo stato delle porte potrebbe essere cambiato dalle { $time }

## Dopo il tocco

unlocked = { $door }: porta sbloccata
unlocked-advice = Ora si può aprire. Poi si blocca di nuovo da sola.
already-unlocked = { $door }: porta già sbloccata
already-unlocked-advice = Si può aprire.
already-opening = { $door }: sblocco già in corso
already-opening-advice = Un momento, poi provare la maniglia.

## Mentre una porta si sblocca, e quando il telefono non ha campo

unlocking = Apertura…
unlocked-now = Sbloccata
no-answer-yet = Ancora nessuna risposta. Provare la maniglia o attendere un momento.

no-network-title = Il telefono è offline
no-network-text = Non è stato inviato nulla e non è stata sbloccata nessuna porta.
no-network-advice = Appena torna il campo, toccare di nuovo il pulsante.

## Conferma prima di sbloccare una porta

confirm-question = Aprire { $door }?
confirm-yes = Sì, apri
confirm-no = Annulla
confirm-title = Conferma richiesta
confirm-text = Questa porta si sblocca solo dopo la Sua conferma. È ancora bloccata.
confirm-advice = Tocchi di nuovo la porta e confermi.

## Quando vale il link. $time è una data come «1 dicembre 2026 alle ore 09:00» oppure «tra 2 ore»

valid-from = Inizio validità: { $time }
valid-until = Fine validità: { $time }
begins = L’accesso inizia { $time }.
ends = L’accesso termina { $time }.

## Intorno alla pagina

language = Lingua
printed = Aprire questo link sul telefono per aprire le porte. Un foglio stampato non apre nulla.

## Quando qualcuno non riesce a proseguire

contact-title = Serve aiuto?
reference = Riferimento per l’assistenza: { $code }

## Che cosa può andare storto: titolo, che cosa è successo, che cosa fare ora

unknown-link-title = Questo link non apre nulla
unknown-link-text = Forse è stato copiato solo in parte o sostituito da uno più recente.
unknown-link-advice = Aprire di nuovo il link dal messaggio ricevuto o chiederne uno nuovo a chi lo ha inviato.

expired-title = Questo link è scaduto
expired-text = Non è più valido e non apre più nessuna porta.
expired-advice = Chiederne uno nuovo a chi lo ha inviato.

withdrawn-title = Questo link è stato ritirato
withdrawn-text = È stato disattivato e non apre più nessuna porta.
withdrawn-advice = Se occorre ancora entrare, rivolgersi a chi lo ha inviato.

not-yet-valid-title = È ancora presto
not-yet-valid-text = Il link è giusto, ma l’accesso non è ancora iniziato.
not-yet-valid-advice = Riaprirlo quando l’accesso inizia. Non serve un link nuovo.

outside-hours-title = Non a quest’ora
outside-hours-text = Il link è giusto, ma a quest’ora non apre le porte.
outside-hours-advice = Riprovare negli orari indicati o rivolgersi a chi ha inviato il link.

refused-title = Accesso negato
refused-text = Il sistema di accesso non consente a questo link di aprire la porta.
refused-advice = Rivolgersi a chi lo ha inviato o chiedere aiuto qui sotto.

unknown-door-title = Questo link non apre quella porta
unknown-door-text = Non è, o non è più, tra quelle che è possibile aprire.
unknown-door-advice = Scegliere una delle porte mostrate.

cross-site-title = Questa richiesta non viene dal link ricevuto
cross-site-text = Un altro sito web ha tentato di sbloccare una porta. Non è stato sbloccato nulla.
cross-site-advice = Aprire il link dal messaggio ricevuto e scegliere lì la porta.

locked-down-title = Al momento bloccata per tutti
locked-down-text = L’edificio ha bloccato questa porta. Nessuno può sbloccarla con un link.
locked-down-advice = Chiedere sul posto e, in caso di allarme, non aspettare davanti alla porta.

alarm-title = L’allarme è attivo: non entri
alarm-text = L’allarme dell’edificio è attivo, perciò la serratura non è stata sbloccata.
alarm-advice = Si allontani dalla porta e chiami le persone che L’hanno invitata.

not-set-up-title = Questa porta non è ancora configurata
not-set-up-text = La serratura non è collegata, quindi non si può sbloccare da qui.
not-set-up-advice = Usare un’altra porta o chiedere sul posto.

rate-limited-title = Un po’ più piano, per favore
rate-limited-text = Troppi tentativi in poco tempo. Questa volta non è stato sbloccato nulla.
rate-limited-advice = Attendere un minuto, poi riprovare.

offline-title = Questa porta è offline
offline-text = Al momento non è raggiungibile, quindi non è stata sbloccata.
offline-advice = Riprovare tra un minuto, usare un’altra porta o chiedere sul posto.

busy-title = Alla porta serve qualche secondo
busy-text = Al momento non può rispondere e non è stata sbloccata.
busy-advice = Attendere qualche secondo, poi riprovare.

unavailable-title = Al momento le porte non sono raggiungibili
unavailable-text = Il sistema di accesso non risponde. Il problema non è il link.
unavailable-advice = Riprovare tra un momento. Se una porta era già stata scelta, provare prima la maniglia.

timeout-title = Nessuna risposta dalla porta
timeout-text = Forse è stata sbloccata, forse no.
timeout-advice = Provare la maniglia. Se la porta resta chiusa, toccare di nuovo il pulsante.

## Pagine senza porta

empty-title = Ancora nessuna porta
empty-text = Questo link funziona, ma non gli è stata assegnata nessuna porta.
empty-advice = Chiedere a chi lo ha inviato di aggiungere le porte necessarie.

not-found-title = Qui non c’è nulla
not-found-text = Questo indirizzo non porta a nessuna pagina.
not-found-advice = Aprire di nuovo il link dal messaggio ricevuto.

bad-request-title = Impossibile leggere la richiesta
bad-request-text = Nessuna delle nostre pagine invia qualcosa di simile.
bad-request-advice = Aprire il link dal messaggio ricevuto e scegliere lì una porta.

home-title = Aprire il link dal messaggio ricevuto
home-text = Le porte si trovano dietro il link personale ricevuto.
home-advice = Cercarlo tra le e-mail o i messaggi, poi aprirlo qui sul telefono.
