### O que os visitantes leem, em português.

## A lista de portas

welcome = Boas-vindas
doors-hint =
    { $count ->
        [one] Aproxime-se da porta e toque no botão para abrir.
       *[other] Escolha a porta à sua frente.
    }
unlock = Abrir
door-unnamed = Porta { $number }
state-unlocked = Agora destrancada
state-offline = Offline neste momento
state-locked-down = Agora bloqueada para todos
state-not-set-up = Ainda não configurada
other-doors = Outras portas
filter = Procurar uma porta
filter-none = Nenhuma porta com esse nome
check-again = Atualizar
as-of = Última verificação: { $time }

## Depois do toque

unlocked = { $door }: fechadura destrancada
unlocked-advice = Já pode abrir a porta. Ela volta a trancar sozinha.
already-unlocked = { $door }: fechadura já destrancada
already-unlocked-advice = Já pode abrir a porta.
already-opening = { $door }: destrancamento já iniciado
already-opening-advice = Aguarde um momento e tente abrir a porta.
door-unlocked = A fechadura está destrancada
door-problem = { $door }: { $problem }

## Enquanto uma porta é destrancada, e quando o telefone não tem rede

unlocking = Aguarde…
unlocked-now = Destrancada: pode abrir
no-answer-yet = Ainda sem resposta. Tente abrir a porta ou aguarde um momento.

no-network-title = O seu telefone está offline
no-network-text = Nada foi enviado e nenhuma porta foi destrancada.
no-network-advice = Assim que voltar a ter rede, toque mais uma vez no botão.

## Confirmação antes de destrancar uma porta

confirm-question = Abrir { $door }?
confirm-yes = Sim, abrir
confirm-no = Cancelar
confirm-title = Confirme, por favor
confirm-text = Esta porta só é destrancada depois da sua confirmação. Ainda está trancada.
confirm-advice = Toque novamente na porta e confirme.

## Quando o link é válido. $time é, por exemplo, “14:30”, $day é “hoje”, “sexta-feira” ou “3 de dezembro”, $duration é “1 h 35 min”

from-when = A partir de { $day }, { $time }
until-when = até { $day }, { $time }
in-duration = daqui a { $duration }

## À volta da página

language = Idioma
close = Fechar
printed = Abra este link no telefone para abrir portas. Uma folha impressa não abre nada.

hand-over-title = Continue no telefone
hand-over-text = Leia este código com a câmera do telefone.
hand-over-code = Código QR desta página

## Quando alguém não consegue avançar

contact-title = Precisa de ajuda?
call = Ligar
call-name = Ligar para { $name }
write = Enviar e-mail
reference = Referência para o suporte: { $code }

## O que pode falhar: título, o que aconteceu, o que fazer agora

unknown-link-title = Este link não funciona
unknown-link-text = Pode ter sido copiado só em parte ou substituído por um mais recente.
unknown-link-advice = Abra novamente o link da sua mensagem ou peça um novo a quem o enviou.

expired-title = Este link expirou
expired-text = O prazo terminou e o link não abre mais nenhuma porta.
expired-advice = Peça um novo a quem o enviou.

withdrawn-title = Este link foi cancelado
withdrawn-text = Foi desativado e não abre mais nenhuma porta.
withdrawn-advice = Se ainda precisar entrar, fale com quem o enviou.

not-yet-valid-title = Ainda é cedo
not-yet-valid-text = Está tudo bem com o seu link, mas ele ainda não é válido.
not-yet-valid-advice = Abra o link novamente quando chegar a hora. Não precisa de um novo.

outside-hours-title = Fora do horário de acesso
outside-hours-text = Está tudo bem com o seu link, mas ele não abre portas neste momento.
outside-hours-advice = Tente novamente no horário indicado ou fale com quem enviou o link.

refused-title = Sem acesso com este link
refused-text = O sistema de acesso não permite que este link abra a porta.
refused-advice = Fale com quem enviou o link.

unknown-door-title = Este link não abre essa porta
unknown-door-text = Ela não está, ou não está mais, entre as que pode abrir.
unknown-door-advice = Escolha uma das portas mostradas.

cross-site-title = Esta ação não veio do seu link
cross-site-text = Outro site tentou destrancar uma porta. Nada foi destrancado.
cross-site-advice = Abra o link da sua mensagem e escolha lá a porta.

locked-down-title = Agora bloqueada para todos
locked-down-text = Esta porta foi bloqueada para todos. Nenhum link pode destrancá-la agora.
locked-down-advice = Se houver um alarme, afaste-se da porta. Caso contrário, pergunte no local.

alarm-title = O alarme está ligado: não entre
alarm-text = O alarme do edifício está ligado, por isso a fechadura não foi destrancada.
alarm-advice = Afaste-se da porta e ligue para quem fez o convite.

not-set-up-title = Esta porta ainda não está configurada
not-set-up-text = A fechadura não está conectada, por isso a porta não pode ser destrancada daqui.
not-set-up-advice = Use outra porta ou pergunte no local.

rate-limited-title = Um momento, por favor
rate-limited-text = Há pedidos demais neste momento. Desta vez, nada foi destrancado.
rate-limited-advice = Aguarde um minuto e tente novamente.

offline-title = Esta porta está offline
offline-text = Ela não responde neste momento, por isso não foi destrancada.
offline-advice = Tente novamente daqui a um minuto, use outra porta ou pergunte no local.

busy-title = A porta precisa de alguns segundos
busy-text = A fechadura está ocupada, por isso não foi destrancada.
busy-advice = Aguarde alguns segundos e tente novamente.

unavailable-title = Sem conexão com as portas neste momento
unavailable-text = O sistema de acesso não responde. O problema não é o seu link.
unavailable-advice = Se já escolheu uma porta, tente primeiro abri-la. Se não, tente novamente daqui a pouco.

timeout-title = A porta não respondeu
timeout-text = Ela pode ter sido destrancada, ou não.
timeout-advice = Tente abrir a porta. Se não abrir, toque novamente no botão.

## Páginas sem porta

waiting-title = À procura das suas portas…
waiting-text = Aguarde um momento. Elas vão aparecer aqui sozinhas.

empty-title = Ainda não há portas
empty-text = O link funciona, mas ainda não tem nenhuma porta.
empty-advice = Peça a quem o enviou que adicione as portas de que precisa.

not-found-title = Página não encontrada
not-found-text = Talvez o endereço esteja incompleto.
not-found-advice = Abra novamente o link da sua mensagem.

bad-request-title = Isso não funcionou
bad-request-text = O pedido não veio de uma das nossas páginas ou está incompleto.
bad-request-advice = Abra o link da sua mensagem e escolha lá uma porta.

home-title = Abra o link da sua mensagem
home-text = Para ver as suas portas, abra o link pessoal que recebeu.
home-advice = Procure o link nos seus e-mails ou mensagens e abra-o no telefone.

## O e-mail com o link. $brand é quem convida, $place o edifício, $name a pessoa convidada

mail-subject = O seu acesso: { $place }
mail-title = O seu acesso: { $place }
mail-greeting = Olá, { $name },
mail-intro = { $brand } criou o seu link pessoal. Ele permite abrir as portas com o telefone.
mail-intro-place = { $brand } criou o seu link pessoal para { $place }. Ele permite abrir as portas desse local com o telefone.
mail-from = Válido a partir de
mail-until = Válido até
mail-button = Ver as minhas portas
mail-hint = Abra o link no telefone quando estiver em frente à porta.
mail-url = Se o botão não funcionar, abra este endereço:
mail-directions = Como chegar
mail-code = Ou mostre este código ao leitor ao lado da porta.
mail-code-name = Código QR para o leitor
mail-keep = Este link funciona como uma chave. Por favor, não o passe a mais ninguém.
mail-why = Recebeu este e-mail porque { $brand } lhe deu acesso. Se não o esperava, apague-o, por favor.
mail-signature = { $brand }
